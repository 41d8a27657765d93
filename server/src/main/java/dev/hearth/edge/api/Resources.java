package dev.hearth.edge.api;

import dev.hearth.chat.account.Accounts;
import dev.hearth.chat.account.Relationships;
import dev.hearth.chat.conversation.Contacts;
import dev.hearth.chat.conversation.Conversations;
import java.util.List;

/// All that the API has to offer.
public final class Resources {
  private Resources() {}

  public static List<ApiResource> of(
      Accounts accounts,
      Relationships relationships,
      Conversations conversations,
      Contacts contacts,
      CodeUrls codeUrls) {
    var users = new UserJson(accounts, relationships, codeUrls);
    var conversationJson = new ConversationJson(accounts, codeUrls);
    return List.of(
        new Root(),
        new Me(accounts, users),
        new Users(accounts, users),
        new Friends(relationships, users),
        new RelationshipChanges(accounts, relationships, contacts, users),
        new ConversationResource(conversations, conversationJson),
        new Participants(conversations, conversationJson),
        new Sessions(accounts));
  }
}
