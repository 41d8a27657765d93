package dev.hearth.sdk.sealing;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.protobuf.ProtobufFields;
import dev.hearth.sdk.protobuf.ProtobufWriter;
import dev.hearth.sdk.signal.DeviceAddress;
import java.util.List;
import java.util.Optional;

/// Something to do about another device, in a conversation, once there is a connection.
sealed interface Chore {

  ConversationId conversation();

  DeviceAddress device();

  /// Ask for its sender key, because we could not read this message.
  record AskForKey(ConversationId conversation, DeviceAddress device, MessageId message)
      implements Chore {}

  /// Ask for the messages that we could not read.
  record AskForMessages(ConversationId conversation, DeviceAddress device) implements Chore {}

  /// Hand it our sender key, which it has asked for.
  record HandKey(ConversationId conversation, DeviceAddress device) implements Chore {}

  /// Say again what it could not read.
  record SayAgain(ConversationId conversation, DeviceAddress device, List<MessageId> messages)
      implements Chore {}

  /// The same for the same chore, which needs doing once.
  default String name() {
    String what =
        switch (this) {
          case AskForKey ignored -> "ask-for-key";
          case AskForMessages ignored -> "ask-for-messages";
          case HandKey ignored -> "hand-key";
          case SayAgain again -> "say-again/" + again.messages.getFirst();
        };
    return what + "/" + conversation() + "/" + device();
  }

  default byte[] toBytes() {
    int number =
        switch (this) {
          case AskForKey ignored -> 1;
          case AskForMessages ignored -> 2;
          case HandKey ignored -> 3;
          case SayAgain ignored -> 4;
        };
    List<MessageId> messages =
        switch (this) {
          case AskForKey ask -> List.of(ask.message);
          case SayAgain again -> again.messages;
          case AskForMessages ignored -> List.of();
          case HandKey ignored -> List.of();
        };
    var out =
        new ProtobufWriter()
            .number(1, number)
            .text(2, conversation().toString())
            .text(3, device().user().toString())
            .text(4, device().session().toString());
    messages.forEach(id -> out.text(5, id.toString()));
    return out.toBytes();
  }

  /// Reads what [#toBytes] wrote; empty when a later version wrote it.
  static Optional<Chore> parse(byte[] bytes) {
    ProtobufFields fields = ProtobufFields.parse(bytes).orElseThrow();
    var conversation = ConversationId.of(fields.text(2).orElseThrow());
    var device =
        new DeviceAddress(
            UserId.of(fields.text(3).orElseThrow()), SessionId.of(fields.text(4).orElseThrow()));
    List<MessageId> messages = fields.texts(5).stream().map(MessageId::of).toList();
    return switch (fields.count(1).orElse(0)) {
      case 1 -> Optional.of(new AskForKey(conversation, device, messages.getFirst()));
      case 2 -> Optional.of(new AskForMessages(conversation, device));
      case 3 -> Optional.of(new HandKey(conversation, device));
      case 4 -> Optional.of(new SayAgain(conversation, device, messages));
      default -> Optional.empty();
    };
  }
}
