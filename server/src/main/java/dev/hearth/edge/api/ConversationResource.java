package dev.hearth.edge.api;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.conversation.Conversation;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.Description;
import dev.hearth.chat.directory.conversation.Mutes;
import dev.hearth.chat.directory.conversation.NewConversation;
import dev.hearth.chat.media.Portrait;
import dev.hearth.chat.media.Portraits;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.http.RequestRefused;
import dev.hearth.edge.json.ConversationJson;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// Conversations: founding and showing them; changing a conversation's description, its code, and
/// how long its messages stay; and muting it, for the caller alone.
final class ConversationResource implements ApiResource {
  static final String NO_ID = "The path has no id of a conversation.";

  private final Conversations conversations;
  private final Mutes mutes;
  private final Portraits portraits;
  private final ConversationJson json;

  ConversationResource(
      Conversations conversations, Mutes mutes, Portraits portraits, ConversationJson json) {
    this.conversations = conversations;
    this.mutes = mutes;
    this.portraits = portraits;
    this.json = json;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes
        .post("/conversations", this::create)
        .get("/conversations/:id", this::show)
        .post("/conversations/:id", this::describe)
        .post("/conversations/:id/rotate", this::rotate)
        .post("/conversations/:id/mute", this::mute)
        .post("/conversations/:id/disappear", this::disappear);
  }

  private ApiResponse create(ApiRequest request) {
    var fields = request.fields();
    var wanted =
        new NewConversation(
            fields.id("conversation_id", ConversationId::find),
            fields.value("category", ConversationResource::category, "It is CONTACT or GROUP."),
            fields.findText("name").orElse(""),
            fields.findText("announcement").orElse(""),
            // Other fields of a participant that clients send, such as a role, are ignored.
            fields.objects("participants").stream()
                .map(participant -> participant.id("user_id", UserId::find))
                .toList(),
            fields.findId("random_id", text -> UserId.find(text).map(UserId::uuid)));
    var caller = request.caller().user();
    var picture = fields.findPortrait("icon_base64");
    var created = conversations.create(caller, wanted);
    return json.show(
        caller,
        created instanceof Outcome.Done<Conversation>(var group) && lacks(group, picture)
            ? setPicture(caller, group.id(), picture)
            : created);
  }

  private static boolean lacks(Conversation group, Optional<Portrait> picture) {
    return group.group() && group.picture().isEmpty() && picture.isPresent();
  }

  /// A conversation that the caller never was in is refused like an unknown one: the id of two
  /// people's conversation can be computed, and nobody may learn from it that they talk.
  private ApiResponse show(ApiRequest request) {
    var caller = request.caller().user();
    return ConversationId.find(request.pathParameter("id"))
        .flatMap(conversations::find)
        .filter(found -> conversations.wasEverIn(found.id(), caller))
        .map(found -> json.show(caller, found))
        .orElse(ApiResponse.refused(ErrorCode.NOT_FOUND, Conversations.NOT_IN_ANY));
  }

  // For a field that stays, clients send the old value, null, or nothing. No client asks for a
  // group without a name, so an empty name changes nothing; an empty announcement removes it.
  private ApiResponse describe(ApiRequest request) {
    var fields = request.fields();
    var name = fields.findText("name").filter(text -> !text.isEmpty());
    var announcement = fields.findText("announcement");
    var picture = fields.findPortrait("icon_base64");
    return change(
        request,
        id ->
            portraits.with(
                id.uuid(),
                picture,
                kept ->
                    conversations.describe(
                        request.caller().user(), id, new Description(name, announcement, kept))));
  }

  private Outcome<Conversation> setPicture(
      UserId caller, ConversationId id, Optional<Portrait> picture) {
    return portraits.with(
        id.uuid(),
        picture,
        kept ->
            conversations.describe(
                caller, id, new Description(Optional.empty(), Optional.empty(), kept)));
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
      return ApiResponse.refused(ErrorCode.FORBIDDEN, Conversations.NOT_IN_ANY);
    }
    mutes.mute(caller.user(), caller.session(), conversation.get().id(), duration);
    return json.show(caller.user(), conversation.get());
  }

  /// Changes the conversation that the path names.
  private ApiResponse change(
      ApiRequest request, Function<ConversationId, Outcome<Conversation>> change) {
    return ConversationId.find(request.pathParameter("id"))
        .map(id -> json.show(request.caller().user(), change.apply(id)))
        .orElse(ApiResponse.refused(ErrorCode.NOT_FOUND, NO_ID));
  }

  /// In whole seconds, up to `longest`; some clients send a whole conversation around it.
  private static Duration duration(ApiRequest request, Duration longest) {
    long seconds =
        request
            .fields()
            .findNumber("duration")
            .filter(number -> number >= 0 && number <= longest.toSeconds())
            .orElseThrow(() ->
                RequestRefused.invalid(
                    "duration", "It is a number of seconds, 0 to %s.", longest.toSeconds()));
    return Duration.ofSeconds(seconds);
  }

  private static Optional<Conversation.ConversationCategory> category(String name) {
    return switch (name) {
      case "CONTACT" -> Optional.of(Conversation.ConversationCategory.CONTACT);
      case "GROUP" -> Optional.of(Conversation.ConversationCategory.GROUP);
      default -> Optional.empty();
    };
  }
}
