package dev.hearth.sdk.http;

import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.SnapshotId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.App;
import dev.hearth.sdk.Asset;
import dev.hearth.sdk.Conversation;
import dev.hearth.sdk.Device;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.Holding;
import dev.hearth.sdk.Participant;
import dev.hearth.sdk.Receipt;
import dev.hearth.sdk.ReceiptStatus;
import dev.hearth.sdk.Relationship;
import dev.hearth.sdk.Snapshot;
import dev.hearth.sdk.User;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Reads the API's objects. Fields that a client can't do without must be there; the rest may be
/// missing.
final class ApiObjects {
  /// Of assets of a server that doesn't say it.
  private static final int MOST_DECIMALS = 8;

  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,18})?");

  private ApiObjects() {}

  static <T> List<T> list(JsonNode array, Function<JsonNode, T> element) {
    if (!array.isArray()) {
      throw HearthException.garbled("a list was expected");
    }
    List<T> list = new ArrayList<>(array.size());
    array.forEach(each -> list.add(element.apply(each)));
    return List.copyOf(list);
  }

  static User user(JsonNode user) {
    return new User(
        userId(user, "user_id"),
        text(user, "identity_number"),
        text(user, "full_name"),
        text(user, "biography"),
        relationship(text(user, "relationship")),
        user.path("app").isObject() ? Optional.of(app(user.path("app"))) : Optional.empty());
  }

  private static App app(JsonNode app) {
    JsonNode capabilities = app.path("capabilities");
    return new App(
        capabilities.isArray()
            ? Set.copyOf(list(capabilities, each -> each.asString("")))
            : Set.of());
  }

  static Conversation conversation(JsonNode conversation) {
    return new Conversation(
        need(ConversationId.find(text(conversation, "conversation_id")), "conversation_id"),
        text(conversation, "category").equals("GROUP"),
        userId(conversation, "creator_id"),
        text(conversation, "name"),
        text(conversation, "announcement"),
        text(conversation, "code_id"),
        conversation.path("expire_in").asInt(0),
        time(conversation, "created_at"),
        list(conversation.path("participants"), ApiObjects::participant),
        devices(conversation.path("participant_sessions")));
  }

  /// The receipts among the views; skips messages that are only sent.
  static List<Receipt> receipts(JsonNode views) {
    return list(views, ApiObjects::receipt).stream().flatMap(Optional::stream).toList();
  }

  private static Participant participant(JsonNode participant) {
    return new Participant(
        userId(participant, "user_id"),
        switch (text(participant, "role")) {
          case "OWNER" -> Participant.Role.OWNER;
          case "ADMIN" -> Participant.Role.ADMIN;
          default -> Participant.Role.MEMBER;
        },
        time(participant, "created_at"));
  }

  static List<Device> devices(JsonNode sessions) {
    return sessions.isArray() ? list(sessions, ApiObjects::device) : List.of();
  }

  /// @param results the answer to `POST /encrypted_messages`
  static List<BoxResult> boxResults(JsonNode results) {
    return list(results, ApiObjects::boxResult);
  }

  private static Device device(JsonNode session) {
    return new Device(
        userId(session, "user_id"),
        need(SessionId.find(text(session, "session_id")), "session_id"),
        text(session, "public_key"));
  }

  private static BoxResult boxResult(JsonNode result) {
    UserId recipient = userId(result, "recipient_id");
    JsonNode sessions = result.path("sessions");
    return new BoxResult(
        recipient,
        text(result, "state").equals("SUCCESS"),
        // That they are the recipient's goes without saying, and not every server says it.
        sessions.isArray()
            ? list(
                sessions,
                session ->
                    new Device(
                        recipient,
                        need(SessionId.find(text(session, "session_id")), "session_id"),
                        text(session, "public_key")))
            : List.of());
  }

  private static Optional<Receipt> receipt(JsonNode view) {
    Optional<ReceiptStatus> status =
        switch (text(view, "status")) {
          case "DELIVERED" -> Optional.of(ReceiptStatus.DELIVERED);
          case "READ" -> Optional.of(ReceiptStatus.READ);
          default -> Optional.empty();
        };
    return status.map(it ->
        new Receipt(
            need(MessageId.find(text(view, "message_id")), "message_id"),
            it,
            userId(view, "user_id"),
            time(view, "updated_at")));
  }

  private static Relationship relationship(String name) {
    return switch (name) {
      case "ME" -> Relationship.ME;
      case "FRIEND" -> Relationship.FRIEND;
      case "BLOCKING" -> Relationship.BLOCKING;
      default -> Relationship.STRANGER;
    };
  }

  /// An asset, and how much of it the caller has.
  static Holding holding(JsonNode asset) {
    return new Holding(asset(asset), need(decimal(asset, "balance"), "balance"));
  }

  static Asset asset(JsonNode asset) {
    return new Asset(
        need(AssetId.find(text(asset, "asset_id")), "asset_id"),
        text(asset, "symbol"),
        text(asset, "name"),
        asset.path("precision").asInt(MOST_DECIMALS));
  }

  static Snapshot snapshot(JsonNode snapshot) {
    return new Snapshot(
        need(SnapshotId.find(text(snapshot, "snapshot_id")), "snapshot_id"),
        need(AssetId.find(text(snapshot, "asset_id")), "asset_id"),
        UserId.find(text(snapshot, "opponent_id")),
        need(decimal(snapshot, "amount"), "amount"),
        decimal(snapshot, "opening_balance"),
        decimal(snapshot, "closing_balance"),
        TraceId.find(text(snapshot, "trace_id")),
        text(snapshot, "memo"),
        time(snapshot, "created_at"));
  }

  /// Empty when it is not a decimal number of usual length: one such as 1e999999999 is short, and
  /// takes gigabytes once somebody calculates with it.
  private static Optional<BigDecimal> decimal(JsonNode object, String name) {
    String text = text(object, name);
    return DECIMAL.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
  }

  private static UserId userId(JsonNode object, String name) {
    return need(UserId.find(text(object, name)), name);
  }

  private static Instant time(JsonNode object, String name) {
    return WireTime.parse(text(object, name)).map(WireTime::instant).orElse(Instant.EPOCH);
  }

  private static String text(JsonNode object, String name) {
    return object.path(name).asString("");
  }

  private static <T> T need(Optional<T> value, String name) {
    return value.orElseThrow(() -> HearthException.garbled("no " + name + " in the answer"));
  }
}
