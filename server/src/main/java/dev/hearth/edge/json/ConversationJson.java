package dev.hearth.edge.json;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.circle.CircleItem;
import dev.hearth.chat.directory.circle.Circles;
import dev.hearth.chat.directory.conversation.Conversation;
import dev.hearth.chat.directory.conversation.Mutes;
import dev.hearth.chat.directory.conversation.Participant;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// How conversations and sessions look over HTTP.
public final class ConversationJson {
  private final Accounts accounts;
  private final Circles circles;
  private final Mutes mutes;
  private final CodeUrls codeUrls;
  private final PortraitUrls portraitUrls;

  public ConversationJson(
      Accounts accounts,
      Circles circles,
      Mutes mutes,
      CodeUrls codeUrls,
      PortraitUrls portraitUrls) {
    this.accounts = accounts;
    this.circles = circles;
    this.mutes = mutes;
    this.codeUrls = codeUrls;
    this.portraitUrls = portraitUrls;
  }

  /// The part of a conversation that differs between viewers.
  ///
  /// @param code lets others join; "" when the viewer may not see it
  /// @param inside whether the viewer is a member
  private record View(String code, boolean inside, String muteUntil, List<CircleItem> places) {
    @Override
    public String toString() {
      return "View[inside=" + inside + "]";
    }
  }

  public ApiResponse show(UserId viewer, Outcome<Conversation> outcome) {
    return ApiResponse.of(outcome, conversation -> show(viewer, conversation));
  }

  /// A former member still gets the group, but neither its code nor the sessions of its members.
  public ApiResponse show(UserId viewer, Conversation conversation) {
    boolean inside = conversation.participant(viewer).isPresent();
    return show(conversation, view(viewer, conversation, inside ? code(conversation) : ""));
  }

  /// A group as it looks to somebody who has its code.
  public ApiResponse showInvited(Optional<Caller> viewer, Conversation group) {
    return show(
        group,
        viewer
            .map(caller -> view(caller.user(), group, code(group)))
            .orElseGet(() -> new View(code(group), false, WireTime.NEVER, List.of())));
  }

  private View view(UserId viewer, Conversation conversation, String code) {
    return new View(
        code,
        conversation.participant(viewer).isPresent(),
        mutes.until(viewer, conversation.id()).map(WireTime::format).orElse(WireTime.NEVER),
        circles.places(viewer, conversation.id()));
  }

  private static String code(Conversation conversation) {
    return conversation.codeId().orElse("");
  }

  private ApiResponse show(Conversation conversation, View view) {
    return ApiResponse.written(json -> write(json, conversation, view));
  }

  private void write(JsonGenerator json, Conversation conversation, View view) {
    json.writeStartObject();
    json.writeStringProperty("type", "conversation");
    json.writeStringProperty("conversation_id", conversation.id().toString());
    json.writeStringProperty("creator_id", conversation.creator().toString());
    json.writeStringProperty("category", conversation.category().name());
    json.writeStringProperty("name", conversation.name());
    json.writeStringProperty("icon_url", portraitUrls.of(conversation.picture()));
    json.writeStringProperty("announcement", conversation.announcement());
    json.writeStringProperty("code_id", view.code);
    json.writeStringProperty("code_url", view.code.isEmpty() ? "" : codeUrls.of(view.code));
    json.writeStringProperty("created_at", WireTime.format(conversation.createdAt()));
    json.writeStringProperty("mute_until", view.muteUntil);
    json.writeNumberProperty("expire_in", conversation.expireIn());
    json.writeArrayPropertyStart("participants");
    conversation.participants().forEach(participant -> write(json, participant));
    json.writeEndArray();
    json.writeArrayPropertyStart("participant_sessions");
    if (view.inside) {
      conversation.participants().stream()
          .flatMap(participant -> accounts.sessions(participant.user()).stream())
          .forEach(session -> write(json, session));
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("circles");
    view.places.forEach(place -> CircleJson.write(json, place));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Participant participant) {
    json.writeStartObject();
    json.writeStringProperty("type", "participant");
    json.writeStringProperty("user_id", participant.user().toString());
    json.writeStringProperty("role", participant.role().wire());
    json.writeStringProperty("created_at", WireTime.format(participant.since()));
    json.writeEndObject();
  }

  public static void write(JsonGenerator json, Session session) {
    json.writeStartObject();
    json.writeStringProperty("type", "session");
    json.writeStringProperty("user_id", session.user().toString());
    json.writeStringProperty("session_id", session.id().toString());
    json.writeStringProperty("public_key", session.key().x25519());
    json.writeStringProperty("platform", session.platform());
    json.writeEndObject();
  }
}
