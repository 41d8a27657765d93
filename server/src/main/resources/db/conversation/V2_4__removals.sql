-- Who was put out of a group, and was not added again since: no code lets them in.
CREATE TABLE removals (
  conversation_id TEXT NOT NULL REFERENCES conversations (conversation_id),
  user_id TEXT NOT NULL REFERENCES users (user_id),
  removed_by TEXT NOT NULL REFERENCES users (user_id),
  removed_at BIGINT NOT NULL,
  PRIMARY KEY (conversation_id, user_id)
);

-- A group that everybody left is closed: no code lets anybody in.
UPDATE conversations SET code_id = NULL
WHERE category = 'GROUP' AND NOT EXISTS (
  SELECT 1 FROM memberships m
  WHERE m.conversation_id = conversations.conversation_id AND m.member_until = 9223372036854775807
);

-- Earlier, somebody could come back into such a group, which then had no owner.
UPDATE memberships SET role = 'OWNER'
WHERE member_until = 9223372036854775807
  AND EXISTS (
    SELECT 1 FROM conversations c
    WHERE c.conversation_id = memberships.conversation_id AND c.category = 'GROUP'
  )
  AND NOT EXISTS (
    SELECT 1 FROM memberships o
    WHERE o.conversation_id = memberships.conversation_id
      AND o.member_until = 9223372036854775807 AND o.role = 'OWNER'
  )
  AND NOT EXISTS (
    SELECT 1 FROM memberships b
    WHERE b.conversation_id = memberships.conversation_id
      AND b.member_until = 9223372036854775807
      AND ((b.role = 'ADMIN' AND memberships.role <> 'ADMIN')
        OR (b.role = memberships.role
          AND (b.member_since < memberships.member_since
            OR (b.member_since = memberships.member_since AND b.user_id < memberships.user_id))))
  );
