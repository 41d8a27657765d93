-- Who is in a conversation, and who left it last: without a look at all who ever left.

CREATE INDEX memberships_by_end ON memberships (conversation_id, member_until);
