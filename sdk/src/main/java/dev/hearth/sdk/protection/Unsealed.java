package dev.hearth.sdk.protection;

import dev.hearth.protocol.id.MessageId;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.Protection;
import java.time.Instant;

/// Pushed messages as the listener gets them: with what was found out when they were opened.
final class Unsealed {
  private Unsealed() {}

  /// A message, opened: with the content that was sealed in it.
  static IncomingMessage opened(IncomingMessage message, Protection by, byte[] content) {
    return new IncomingMessage(
        message.id(),
        message.conversation(),
        message.author(),
        message.session(),
        by.opened(message.category()),
        content,
        message.quote(),
        message.representative(),
        message.silent(),
        message.expireIn(),
        message.createdAt(),
        message.pending(),
        by,
        message.weaker());
  }

  /// A message under the id and with the time of when it was first sent.
  static IncomingMessage firstSent(IncomingMessage message, MessageId first, Instant at) {
    return new IncomingMessage(
        first,
        message.conversation(),
        message.author(),
        message.session(),
        message.category(),
        message.payload(),
        message.quote(),
        message.representative(),
        message.silent(),
        message.expireIn(),
        at,
        message.pending(),
        message.protection(),
        message.weaker());
  }

  /// A message, said to be less protected than others of its author's.
  static IncomingMessage asWeaker(IncomingMessage message) {
    return new IncomingMessage(
        message.id(),
        message.conversation(),
        message.author(),
        message.session(),
        message.category(),
        message.payload(),
        message.quote(),
        message.representative(),
        message.silent(),
        message.expireIn(),
        message.createdAt(),
        message.pending(),
        message.protection(),
        true);
  }
}
