package dev.hearth.sdk;

import dev.hearth.protocol.ConversationId;
import dev.hearth.protocol.MessageId;
import dev.hearth.protocol.PreKeyUpload;
import dev.hearth.protocol.UserId;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.payload.Attachment;
import dev.hearth.sdk.Request.Acknowledgement;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;

/// The calls, one method each: what is asked, and what is made of the answer.
final class HttpApi implements HearthApi {
  private static final int NOT_FOUND = 404;

  private final HttpCalls calls;
  private final Attachments attachments;
  private final UserId self;

  HttpApi(HttpClient http, ClientOptions options, Tokens tokens, UserId self) {
    this.calls = new HttpCalls(http, options.api(), tokens, options.pace().answerWithin());
    this.attachments = new Attachments(calls, http, options.pace(), options.random());
    this.self = self;
  }

  @Override
  public User me() {
    return ApiObjects.user(calls.get("/me"));
  }

  @Override
  public Optional<User> findUser(UserId user) {
    return unlessNotFound(() -> ApiObjects.user(calls.get("/users/" + user)));
  }

  @Override
  public Optional<User> findUser(String identityNumber) {
    return unlessNotFound(() -> ApiObjects.user(calls.get("/users/" + segment(identityNumber))));
  }

  @Override
  public List<User> users(Collection<UserId> users) {
    return ApiObjects.list(
        calls.post("/users/fetch", json -> writeIds(json, users)), ApiObjects::user);
  }

  @Override
  public List<User> friends() {
    return ApiObjects.list(calls.get("/friends"), ApiObjects::user);
  }

  @Override
  public User relate(UserId other, RelationshipChange change) {
    return ApiObjects.user(
        calls.post(
            "/relationships",
            json -> {
              json.writeStartObject();
              json.writeStringProperty("user_id", other.toString());
              json.writeStringProperty("action", change.name());
              json.writeEndObject();
            }));
  }

  @Override
  public Optional<Conversation> findConversation(ConversationId conversation) {
    return unlessNotFound(
        () -> ApiObjects.conversation(calls.get("/conversations/" + conversation)));
  }

  @Override
  public Conversation createContact(UserId other) {
    return ApiObjects.conversation(
        calls.post(
            "/conversations",
            json -> {
              json.writeStartObject();
              json.writeStringProperty(
                  "conversation_id", ConversationId.ofContact(self, other).toString());
              json.writeStringProperty("category", "CONTACT");
              json.writeName("participants");
              writeParticipants(json, List.of(other));
              json.writeEndObject();
            }));
  }

  @Override
  public Conversation createGroup(String name, Collection<UserId> participants) {
    UUID random = UUID.randomUUID();
    ConversationId id = ConversationId.ofGroup(self, name, participants, random);
    return createGroup(id, name, participants, Optional.of(random));
  }

  @Override
  public Conversation createGroup(ConversationId id, String name, Collection<UserId> participants) {
    return createGroup(id, name, participants, Optional.empty());
  }

  private Conversation createGroup(
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
              writeParticipants(json, participants);
              json.writeEndObject();
            }));
  }

  @Override
  public Conversation addParticipants(ConversationId group, Collection<UserId> users) {
    return participants(group, "ADD", users);
  }

  @Override
  public Conversation removeParticipants(ConversationId group, Collection<UserId> users) {
    return participants(group, "REMOVE", users);
  }

  @Override
  public Conversation join(String codeId) {
    return ApiObjects.conversation(
        calls.post("/conversations/" + segment(codeId) + "/join", HttpApi::writeNothing));
  }

  @Override
  public void exit(ConversationId group) {
    calls.post("/conversations/" + group + "/exit", HttpApi::writeNothing);
  }

  @Override
  public Sent send(List<OutgoingMessage> messages) {
    try {
      calls.post(
          "/messages",
          json -> {
            json.writeStartArray();
            messages.forEach(each -> Request.write(json, Parcel.open(each)));
            json.writeEndArray();
          });
      return new Sent.Accepted(Optional.empty());
    } catch (HearthException e) {
      if (e.reason() != HearthException.Reason.REFUSED || HttpCalls.isPassing(e.code())) {
        throw e;
      }
      return new Sent.Refused(e.code(), e.description());
    }
  }

  /// The devices of all of these users.
  List<Device> devices(Collection<UserId> users) {
    return ApiObjects.devices(calls.post("/sessions/fetch", json -> writeIds(json, users)));
  }

  /// Sends a bot's boxes, at most 100.
  List<BoxResult> sendBoxes(List<BoxForUser> boxes) {
    return ApiObjects.boxResults(
        calls.post(
            "/encrypted_messages",
            json -> {
              json.writeStartArray();
              boxes.forEach(each -> each.write(json));
              json.writeEndArray();
            }));
  }

  /// How many one-time pre-keys of this session the server has left.
  int countPreKeys() {
    return calls.get("/signal/keys/count").path("one_time_pre_keys_count").asInt(0);
  }

  void leavePreKeys(PreKeyUpload keys) {
    calls.post("/signal/keys", keys::writeTo);
  }

  @Override
  public Attachment upload(Path file, String mimeType, Progress progress) throws IOException {
    return attachments.upload(file, mimeType, progress);
  }

  @Override
  public Attachment uploadSealed(Path file, String mimeType, Progress progress) throws IOException {
    return attachments.uploadSealed(file, mimeType, progress);
  }

  @Override
  public Downloaded download(Attachment attachment, Path into, long mostBytes, Progress progress)
      throws IOException {
    return attachments.download(attachment, into, mostBytes, progress);
  }

  @Override
  public void acknowledge(Collection<MessageId> messages, ReceiptStatus status) {
    acknowledge(messages.stream().map(each -> new Acknowledgement(each, status)).toList());
  }

  void acknowledge(List<Acknowledgement> acknowledgements) {
    calls.post("/acknowledgements", json -> Request.write(json, acknowledgements));
  }

  @Override
  public List<Receipt> receipts(Instant after) {
    long nanos = Math.multiplyExact(WireTime.micros(after), 1000L);
    return ApiObjects.receipts(calls.get("/messages/status/" + nanos));
  }

  private Conversation participants(ConversationId group, String action, Collection<UserId> users) {
    return ApiObjects.conversation(
        calls.post(
            "/conversations/" + group + "/participants/" + action,
            json -> writeParticipants(json, users)));
  }

  static <T> Optional<T> unlessNotFound(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (HearthException e) {
      if (e.code() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static void writeIds(JsonGenerator json, Collection<UserId> users) {
    json.writeStartArray();
    users.forEach(each -> json.writeString(each.toString()));
    json.writeEndArray();
  }

  private static void writeParticipants(JsonGenerator json, Collection<UserId> users) {
    json.writeStartArray();
    for (UserId each : users) {
      json.writeStartObject();
      json.writeStringProperty("user_id", each.toString());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void writeNothing(JsonGenerator json) {
    json.writeStartObject();
    json.writeEndObject();
  }
}
