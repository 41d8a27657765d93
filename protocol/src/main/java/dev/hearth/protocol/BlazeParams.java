package dev.hearth.protocol;

import java.util.List;
import java.util.Optional;

/// What a request says beside its action. Which part is meant, the action knows; the others are
/// empty.
///
/// @param message the params themselves, read as a message
/// @param messages the list `messages`, where it holds messages
/// @param acknowledgements the list `messages` where it holds acknowledgements, or the params
///   themselves
/// @param offset the client holds everything up to this time, as it spelled it; see [WireTime]
/// @param invalidField `messages`, when it is no list or a longer one than [#MOST_MESSAGES]; what
///   is too much is left out
public record BlazeParams(
    MessageRequest message,
    List<MessageRequest> messages,
    List<AcknowledgementRequest> acknowledgements,
    Optional<String> offset,
    Optional<String> invalidField) {

  /// How many messages and acknowledgements are read of one list.
  public static final int MOST_MESSAGES = 1000;

  /// No params at all.
  public static final BlazeParams NONE =
      new BlazeParams(
          new MessageFields().message(), List.of(), List.of(), Optional.empty(), Optional.empty());

  public BlazeParams {
    messages = List.copyOf(messages);
    acknowledgements = List.copyOf(acknowledgements);
  }

  public static BlazeParams of(MessageRequest message) {
    return new BlazeParams(message, List.of(), List.of(), Optional.empty(), Optional.empty());
  }
}
