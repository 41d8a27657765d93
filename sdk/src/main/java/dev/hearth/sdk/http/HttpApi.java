package dev.hearth.sdk.http;

import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.SnapshotId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.PreKeyUpload;
import dev.hearth.protocol.payload.Attachment;
import dev.hearth.sdk.Asset;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.Conversation;
import dev.hearth.sdk.Device;
import dev.hearth.sdk.Downloaded;
import dev.hearth.sdk.HearthApi;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.Holding;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Participant;
import dev.hearth.sdk.Progress;
import dev.hearth.sdk.Receipt;
import dev.hearth.sdk.ReceiptStatus;
import dev.hearth.sdk.RelationshipChange;
import dev.hearth.sdk.Sent;
import dev.hearth.sdk.Snapshot;
import dev.hearth.sdk.SnapshotQuery;
import dev.hearth.sdk.Transfer;
import dev.hearth.sdk.User;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;

/// The calls, one method each: what is asked, and what is made of the answer.
public final class HttpApi implements HearthApi {
  private static final int NOT_FOUND = 404;

  private final HttpCalls calls;
  private final Attachments attachments;
  private final ConversationCalls conversations;
  private final LedgerCalls ledger;

  public HttpApi(HttpClient http, ClientOptions options, Tokens tokens, Keystore keystore) {
    this.calls = new HttpCalls(http, options, tokens);
    this.attachments = new Attachments(calls, http, options.pace(), options.random());
    this.conversations = new ConversationCalls(calls, keystore.userId());
    this.ledger = new LedgerCalls(calls, new PinTurns(keystore, options.clock()));
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
  public User changeProfile(String name, String biography) {
    return ApiObjects.user(
        calls.post(
            "/me",
            json -> {
              json.writeStartObject();
              json.writeStringProperty("full_name", name);
              json.writeStringProperty("biography", biography);
              json.writeEndObject();
            }));
  }

  @Override
  public void signOut(SessionId session) {
    calls.post(
        "/logout",
        json -> {
          json.writeStartObject();
          json.writeStringProperty("session_id", session.toString());
          json.writeEndObject();
        });
  }

  @Override
  public List<User> blocked() {
    return ApiObjects.list(calls.get("/blocking_users"), ApiObjects::user);
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
    return conversations.find(conversation);
  }

  @Override
  public Conversation createContact(UserId other) {
    return conversations.createContact(other);
  }

  @Override
  public Conversation createGroup(String name, Collection<UserId> participants) {
    return conversations.createGroup(name, participants);
  }

  @Override
  public Conversation createGroup(ConversationId id, String name, Collection<UserId> participants) {
    return conversations.createGroup(id, name, participants, Optional.empty());
  }

  @Override
  public Conversation addParticipants(ConversationId group, Collection<UserId> users) {
    return conversations.change(group, "ADD", users, Optional.empty());
  }

  @Override
  public Conversation removeParticipants(ConversationId group, Collection<UserId> users) {
    return conversations.change(group, "REMOVE", users, Optional.empty());
  }

  @Override
  public Conversation giveRole(
      ConversationId group, Collection<UserId> users, Participant.Role role) {
    return conversations.change(group, "ROLE", users, Optional.of(role));
  }

  @Override
  public Conversation rename(ConversationId group, String name) {
    return conversations.describe(group, "name", name);
  }

  @Override
  public Conversation announce(ConversationId group, String announcement) {
    return conversations.describe(group, "announcement", announcement);
  }

  @Override
  public Conversation rotateCode(ConversationId group) {
    return conversations.rotateCode(group);
  }

  @Override
  public void mute(ConversationId conversation, Duration time) {
    conversations.setDuration(conversation, "mute", time);
  }

  @Override
  public void disappearAfter(ConversationId conversation, Duration time) {
    conversations.setDuration(conversation, "disappear", time);
  }

  @Override
  public Conversation join(String codeId) {
    return conversations.join(codeId);
  }

  @Override
  public void exit(ConversationId group) {
    conversations.exit(group);
  }

  @Override
  public Sent send(List<OutgoingMessage> messages) {
    try {
      calls.post(
          "/messages",
          json -> {
            json.writeStartArray();
            messages.forEach(each -> Parcel.open(each).writeTo(json));
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

  @Override
  public List<Device> devices(Collection<UserId> users) {
    return ApiObjects.devices(calls.post("/sessions/fetch", json -> writeIds(json, users)));
  }

  /// Sends a bot's boxes, at most 100 and no more than a body may have.
  public List<BoxResult> sendBoxes(List<BoxForUser> boxes) {
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
  public int countPreKeys() {
    return calls.get("/signal/keys/count").path("one_time_pre_keys_count").asInt(0);
  }

  public void leavePreKeys(PreKeyUpload keys) {
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

  public void acknowledge(List<Acknowledgement> acknowledgements) {
    calls.post("/acknowledgements", json -> Acknowledgement.write(json, acknowledgements));
  }

  @Override
  public List<Receipt> receipts(Instant after) {
    long nanos = Math.multiplyExact(WireTime.micros(after), 1000L);
    return ApiObjects.receipts(calls.get("/messages/status/" + nanos));
  }

  @Override
  public List<Holding> holdings() {
    return ledger.holdings();
  }

  @Override
  public Optional<Holding> findHolding(AssetId asset) {
    return ledger.findHolding(asset);
  }

  @Override
  public List<Asset> findAssets(String text) {
    return ledger.findAssets(text);
  }

  @Override
  public Snapshot pay(Transfer transfer, String pin) {
    return ledger.pay(transfer, pin);
  }

  @Override
  public Optional<Snapshot> findSnapshot(SnapshotId snapshot) {
    return ledger.findSnapshot(snapshot.toString());
  }

  @Override
  public Optional<Snapshot> findSnapshot(TraceId trace) {
    return ledger.findSnapshot("trace/" + trace);
  }

  @Override
  public List<Snapshot> snapshots(SnapshotQuery query) {
    return ledger.snapshots(query);
  }

  @Override
  public boolean hasPin() {
    return ledger.hasPin();
  }

  @Override
  public void setPin(String pin) {
    ledger.changePin(Optional.empty(), pin);
  }

  @Override
  public void changePin(String old, String pin) {
    ledger.changePin(Optional.of(old), pin);
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

  public static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static void writeIds(JsonGenerator json, Collection<UserId> users) {
    json.writeStartArray();
    users.forEach(each -> json.writeString(each.toString()));
    json.writeEndArray();
  }

  static void writeNothing(JsonGenerator json) {
    json.writeStartObject();
    json.writeEndObject();
  }
}
