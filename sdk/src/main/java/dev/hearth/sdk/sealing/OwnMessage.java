package dev.hearth.sdk.sealing;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.sdk.protobuf.ProtobufFields;
import dev.hearth.sdk.protobuf.ProtobufWriter;
import java.util.Optional;

/// A message of ours, before it is sealed.
///
/// @param kind what it is, such as `TEXT`
/// @param content as a `PLAIN_…` of this kind carries it
/// @param expireIn seconds after reading at which it disappears; 0 is what the conversation says
public record OwnMessage(
    MessageId id,
    ConversationId conversation,
    String kind,
    @SuppressWarnings("ArrayRecordComponent") byte[] content,
    Optional<MessageId> quote,
    boolean silent,
    int expireIn) {

  OwnMessage expiringIn(int seconds) {
    return new OwnMessage(id, conversation, kind, content, quote, silent, seconds);
  }

  byte[] toBytes() {
    var out =
        new ProtobufWriter()
            .text(1, id.toString())
            .text(2, conversation.toString())
            .text(3, kind)
            .bytes(4, content);
    quote.ifPresent(it -> out.text(5, it.toString()));
    return out.number(6, silent ? 1 : 0).number(7, expireIn).toBytes();
  }

  static OwnMessage parse(byte[] bytes) {
    ProtobufFields fields = ProtobufFields.parse(bytes).orElseThrow();
    return new OwnMessage(
        MessageId.of(fields.text(1).orElseThrow()),
        ConversationId.of(fields.text(2).orElseThrow()),
        fields.text(3).orElseThrow(),
        fields.bytes(4).orElseThrow(),
        fields.text(5).map(MessageId::of),
        fields.number(6).orElse(0) == 1,
        fields.count(7).orElse(0));
  }
}
