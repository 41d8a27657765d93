package dev.hearth.chat.message.log;

import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;

/// A reader's word on a message, on its way to the message's author.
public record Acknowledged(MessageId message, UserId reader, MessageStatus status) {}
