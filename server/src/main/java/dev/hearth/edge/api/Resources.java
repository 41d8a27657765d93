package dev.hearth.edge.api;

import dev.hearth.chat.Chat;
import java.util.List;

/// All that the API has to offer.
public final class Resources {
  private Resources() {}

  public static List<ApiResource> of(Chat chat, CodeUrls codeUrls) {
    var accounts = chat.accounts();
    var relationships = chat.relationships();
    var conversations = chat.conversations();
    var users = new UserJson(accounts, relationships, codeUrls);
    var conversationJson = new ConversationJson(accounts, chat.circles(), codeUrls);
    return List.of(
        new Root(),
        new Me(accounts, users),
        new Users(accounts, users),
        new Friends(relationships, users),
        new RelationshipChanges(accounts, relationships, chat.contacts(), users),
        new ConversationResource(conversations, conversationJson),
        new Participants(conversations, conversationJson),
        new CircleResource(chat.circles()),
        new CircleContents(chat.circles()),
        new Sessions(accounts),
        new Messages(chat.sending()),
        new AcknowledgementResource(chat.acknowledging()),
        new MessageStatuses(chat.statuses()));
  }
}
