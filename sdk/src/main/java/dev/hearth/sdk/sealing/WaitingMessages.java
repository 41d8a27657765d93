package dev.hearth.sdk.sealing;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.protobuf.ProtobufFields;
import dev.hearth.sdk.protobuf.ProtobufWriter;
import dev.hearth.sdk.signal.DeviceAddress;
import dev.hearth.sdk.store.Kind;
import dev.hearth.sdk.store.Records;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The messages we could not read, in one transaction: for each device in each conversation the
/// latest 1,000, of at most 10,000 devices. Forgotten messages are not asked for.
final class WaitingMessages {
  private static final Kind WAITING = new Kind("sealing.waiting", 10_000);
  private static final int MOST_OF_A_DEVICE = 1_000;

  /// A message that could not be read.
  record Unread(MessageId id, Instant createdAt) {}

  /// The device that sent the messages, and the conversation.
  record From(ConversationId conversation, DeviceAddress device) {
    private String name() {
      return conversation + "/" + device;
    }

    private static From parse(String name) {
      String[] parts = name.split("/", -1);
      return new From(
          ConversationId.of(parts[0]),
          new DeviceAddress(UserId.of(parts[1]), SessionId.of(parts[2])));
    }
  }

  /// The messages of one device that wait.
  ///
  /// @param askedAt when the device was asked for its key; empty before that, and once it has
  ///   answered
  /// @param times how often it was asked for its key
  record Wait(List<Unread> messages, Optional<Instant> askedAt, int times) {
    private static final Wait NOTHING = new Wait(List.of(), Optional.empty(), 0);

    Optional<Unread> find(MessageId id) {
      return messages.stream().filter(each -> each.id.equals(id)).findFirst();
    }
  }

  private final Records records;

  WaitingMessages(Records records) {
    this.records = records;
  }

  Wait of(From from) {
    return records.find(WAITING, from.name()).map(WaitingMessages::parse).orElse(Wait.NOTHING);
  }

  List<From> all() {
    return records.names(WAITING).stream().map(From::parse).toList();
  }

  void add(From from, Unread message) {
    Wait wait = of(from);
    if (wait.find(message.id).isPresent()) {
      return;
    }
    List<Unread> messages = new ArrayList<>(wait.messages);
    messages.add(message);
    int tooMany = Math.max(0, messages.size() - MOST_OF_A_DEVICE);
    put(from, new Wait(messages.subList(tooMany, messages.size()), wait.askedAt, wait.times));
  }

  void remove(From from, MessageId id) {
    Wait wait = of(from);
    put(
        from,
        new Wait(
            wait.messages.stream().filter(each -> !each.id.equals(id)).toList(),
            wait.askedAt,
            wait.times));
  }

  /// The device was asked for its key.
  void asked(From from, Instant at) {
    Wait wait = of(from);
    put(from, new Wait(wait.messages, Optional.of(at), wait.times + 1));
  }

  /// The device has said something about its key.
  void answered(From from) {
    Wait wait = of(from);
    put(from, new Wait(wait.messages, Optional.empty(), wait.times));
  }

  private void put(From from, Wait wait) {
    if (wait.messages.isEmpty()) {
      records.remove(WAITING, from.name());
      return;
    }
    var out = new ProtobufWriter();
    for (Unread message : wait.messages) {
      out.bytes(
          1,
          new ProtobufWriter()
              .text(1, message.id.toString())
              .text(2, message.createdAt.toString())
              .toBytes());
    }
    wait.askedAt.ifPresent(at -> out.number(2, at.getEpochSecond()));
    records.put(WAITING, from.name(), out.number(3, wait.times).toBytes());
  }

  private static Wait parse(byte[] bytes) {
    ProtobufFields fields = ProtobufFields.parse(bytes).orElseThrow();
    var asked = fields.number(2);
    return new Wait(
        fields.all(1).stream().map(WaitingMessages::unread).toList(),
        asked.isPresent()
            ? Optional.of(Instant.ofEpochSecond(asked.getAsLong()))
            : Optional.empty(),
        fields.count(3).orElse(0));
  }

  private static Unread unread(byte[] bytes) {
    ProtobufFields fields = ProtobufFields.parse(bytes).orElseThrow();
    return new Unread(
        MessageId.of(fields.text(1).orElseThrow()), Instant.parse(fields.text(2).orElseThrow()));
  }
}
