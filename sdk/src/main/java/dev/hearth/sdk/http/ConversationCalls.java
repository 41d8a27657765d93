package dev.hearth.sdk.http;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.Conversation;
import dev.hearth.sdk.Participant;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;

/// The calls about conversations.
final class ConversationCalls {
  private final HttpCalls calls;
  private final UserId self;

  ConversationCalls(HttpCalls calls, UserId self) {
    this.calls = calls;
    this.self = self;
  }

  Optional<Conversation> find(ConversationId conversation) {
    return HttpApi.unlessNotFound(
        () -> ApiObjects.conversation(calls.get("/conversations/" + conversation)));
  }

  Conversation createContact(UserId other) {
    return ApiObjects.conversation(
        calls.post(
            "/conversations",
            json -> {
              json.writeStartObject();
              json.writeStringProperty(
                  "conversation_id", ConversationId.ofContact(self, other).toString());
              json.writeStringProperty("category", "CONTACT");
              json.writeName("participants");
              writeParticipants(json, List.of(other), Optional.empty());
              json.writeEndObject();
            }));
  }

  Conversation createGroup(String name, Collection<UserId> participants) {
    UUID random = UUID.randomUUID();
    ConversationId id = ConversationId.ofGroup(self, name, participants, random);
    return createGroup(id, name, participants, Optional.of(random));
  }

  Conversation createGroup(
      ConversationId id, String name, Collection<UserId> participants, Optional<UUID> random) {
    return ApiObjects.conversation(
        calls.post(
            "/conversations",
            json -> {
              json.writeStartObject();
              json.writeStringProperty("conversation_id", id.toString());
              json.writeStringProperty("category", "GROUP");
              json.writeStringProperty("name", name);
              random.ifPresent(it -> json.writeStringProperty("random_id", it.toString()));
              json.writeName("participants");
              writeParticipants(json, participants, Optional.empty());
              json.writeEndObject();
            }));
  }

  /// @param role when that is what changes
  Conversation change(
      ConversationId group,
      String action,
      Collection<UserId> users,
      Optional<Participant.Role> role) {
    return ApiObjects.conversation(
        calls.post(
            "/conversations/" + group + "/participants/" + action,
            json -> writeParticipants(json, users, role)));
  }

  Conversation describe(ConversationId group, String field, String text) {
    return ApiObjects.conversation(
        calls.post(
            "/conversations/" + group,
            json -> {
              json.writeStartObject();
              json.writeStringProperty(field, text);
              json.writeEndObject();
            }));
  }

  Conversation rotateCode(ConversationId group) {
    return ApiObjects.conversation(
        calls.post("/conversations/" + group + "/rotate", HttpApi::writeNothing));
  }

  /// @param what `mute` or `disappear`
  void setDuration(ConversationId conversation, String what, Duration time) {
    calls.post(
        "/conversations/" + conversation + "/" + what,
        json -> {
          json.writeStartObject();
          json.writeNumberProperty("duration", time.toSeconds());
          json.writeEndObject();
        });
  }

  Conversation join(String codeId) {
    return ApiObjects.conversation(
        calls.post("/conversations/" + HttpApi.segment(codeId) + "/join", HttpApi::writeNothing));
  }

  void exit(ConversationId group) {
    calls.post("/conversations/" + group + "/exit", HttpApi::writeNothing);
  }

  private static void writeParticipants(
      JsonGenerator json, Collection<UserId> users, Optional<Participant.Role> role) {
    json.writeStartArray();
    for (UserId each : users) {
      json.writeStartObject();
      json.writeStringProperty("user_id", each.toString());
      role.ifPresent(it ->
          json.writeStringProperty(
              "role",
              switch (it) {
                case OWNER -> "OWNER";
                case ADMIN -> "ADMIN";
                case MEMBER -> "";
              }));
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
