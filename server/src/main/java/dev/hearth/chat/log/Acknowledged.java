package dev.hearth.chat.log;

import dev.hearth.protocol.MessageId;
import dev.hearth.protocol.MessageStatus;
import dev.hearth.protocol.UserId;

/// A reader's word on a message, on its way to the message's author.
public record Acknowledged(MessageId message, UserId reader, MessageStatus status) {}
