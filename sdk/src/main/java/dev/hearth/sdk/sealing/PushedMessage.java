package dev.hearth.sdk.sealing;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.sdk.signal.DeviceAddress;
import java.time.Instant;

/// A message that was pushed.
///
/// @param category on the wire, such as `SIGNAL_TEXT`
public record PushedMessage(
    MessageId id,
    ConversationId conversation,
    DeviceAddress sender,
    String category,
    @SuppressWarnings("ArrayRecordComponent") byte[] payload,
    Instant createdAt) {}
