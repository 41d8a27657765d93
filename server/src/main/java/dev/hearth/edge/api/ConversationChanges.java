package dev.hearth.edge.api;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.conversation.Conversation;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.Description;
import dev.hearth.chat.directory.conversation.Mutes;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.http.RequestRefused;
import dev.hearth.edge.json.ConversationJson;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.ConversationId;
import java.time.Duration;

/// Changes a conversation's description, its code, and how long its messages stay; and mutes it,
/// for the caller alone.
public final class ConversationChanges implements ApiResource {
  private final Conversations conversations;
  private final Mutes mutes;
  private final ConversationJson json;

  ConversationChanges(Conversations conversations, Mutes mutes, ConversationJson json) {
    this.conversations = conversations;
    this.mutes = mutes;
    this.json = json;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes
        .post("/conversations/:id", this::describe)
        .post("/conversations/:id/rotate", this::rotate)
        .post("/conversations/:id/mute", this::mute)
        .post("/conversations/:id/disappear", this::disappear);
  }

  // Clients repeat what they don't change, leave it out, or send null. A group without a name is
  // nothing any of them asks for; an announcement may be taken back.
  private ApiResponse describe(ApiRequest request) {
    var fields = request.fields();
    var description =
        new Description(
            fields.findText("name").filter(name -> !name.isEmpty()),
            fields.findText("announcement"),
            fields.findPortrait("icon_base64"));
    return change(request, id -> conversations.describe(request.caller().user(), id, description));
  }

  // Reads no body: clients send none, `{}` or `""`.
  private ApiResponse rotate(ApiRequest request) {
    return change(request, id -> conversations.replaceCode(request.caller().user(), id));
  }

  private ApiResponse disappear(ApiRequest request) {
    Duration duration = duration(request, Conversations.LONGEST_EXPIRY);
    return change(request, id -> conversations.expireIn(request.caller().user(), id, duration));
  }

  private ApiResponse mute(ApiRequest request) {
    Duration duration = duration(request, Mutes.LONGEST);
    var caller = request.caller();
    var conversation =
        ConversationId.find(request.pathParameter("id"))
            .flatMap(conversations::find)
            .filter(found -> found.participant(caller.user()).isPresent());
    if (conversation.isEmpty()) {
      return ApiResponse.refused(ErrorCode.FORBIDDEN);
    }
    mutes.mute(caller.user(), caller.session(), conversation.get().id(), duration);
    return json.show(caller.user(), conversation.get());
  }

  private interface Asked {
    Outcome<Conversation> of(ConversationId id);
  }

  private ApiResponse change(ApiRequest request, Asked asked) {
    return ConversationId.find(request.pathParameter("id"))
        .map(id -> json.show(request.caller().user(), asked.of(id)))
        .orElse(ApiResponse.refused(ErrorCode.NOT_FOUND));
  }

  /// In whole seconds, up to `longest`; some clients send a whole conversation around it.
  private static Duration duration(ApiRequest request, Duration longest) {
    long seconds =
        request
            .fields()
            .findNumber("duration")
            .filter(number -> number >= 0 && number <= longest.toSeconds())
            .orElseThrow(() -> RequestRefused.invalid("duration"));
    return Duration.ofSeconds(seconds);
  }
}
