package dev.hearth.protocol.blaze;

import dev.hearth.protocol.key.PreKeyRequest;
import dev.hearth.protocol.key.PreKeyUpload;
import java.util.List;
import java.util.Optional;

/// The params of a request. Its action says which of them it reads; the others are empty.
///
/// @param message the params themselves, read as a message
/// @param messages the list `messages`, when it holds messages
/// @param acknowledgements the list `messages` when it holds acknowledgements, or the params
///   themselves
/// @param keys the keys that a device leaves for those who want to write to it, or what is wrong
///   with them
/// @param recipients the devices whose keys are wanted, at most [#MOST_RECIPIENTS]; more are left
///   out
/// @param offset the client holds everything up to this time, as it spelled it; see
///   [dev.hearth.protocol.WireTime]
/// @param invalidField `messages`, when it is not a list, or longer than [#MOST_MESSAGES]; the
///   excess is left out
public record BlazeParams(
    MessageRequest message,
    List<MessageRequest> messages,
    List<AcknowledgementRequest> acknowledgements,
    Optional<PreKeyUpload.ParsedUpload> keys,
    List<PreKeyRequest> recipients,
    Optional<String> offset,
    Optional<String> invalidField) {

  /// How many messages and acknowledgements are read of one list. The longest list there is hands
  /// the key of a large group to all devices in it.
  public static final int MOST_MESSAGES = 2_500;

  /// Of how many devices the keys can be asked for at once.
  public static final int MOST_RECIPIENTS = 2_500;

  /// No params at all.
  public static final BlazeParams NONE =
      new BlazeParams(
          new MessageFields().message(),
          List.of(),
          List.of(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty());

  public BlazeParams {
    messages = List.copyOf(messages);
    acknowledgements = List.copyOf(acknowledgements);
    recipients = List.copyOf(recipients);
  }

  /// All that clients say in one list or another, of which each action takes one.
  private static BlazeParams of(
      MessageRequest message,
      List<MessageRequest> messages,
      List<AcknowledgementRequest> acknowledgements,
      List<PreKeyRequest> recipients) {
    return new BlazeParams(
        message,
        messages,
        acknowledgements,
        Optional.empty(),
        recipients,
        Optional.empty(),
        Optional.empty());
  }

  public static BlazeParams of(MessageRequest message) {
    return of(message, List.of());
  }

  /// The fields of `common`, and a list of messages.
  public static BlazeParams of(MessageRequest common, List<MessageRequest> messages) {
    return of(common, messages, List.of(), List.of());
  }

  public static BlazeParams acknowledging(List<AcknowledgementRequest> messages) {
    return of(NONE.message, List.of(), messages, List.of());
  }

  public static BlazeParams wanting(List<PreKeyRequest> recipients) {
    return of(NONE.message, List.of(), List.of(), recipients);
  }

  /// @param offset everything up to this time is held already
  public static BlazeParams from(Optional<String> offset) {
    return NONE.with(Optional.empty(), offset);
  }

  public static BlazeParams leaving(PreKeyUpload keys) {
    return NONE.with(Optional.of(new PreKeyUpload.ParsedUpload.Upload(keys)), Optional.empty());
  }

  private BlazeParams with(Optional<PreKeyUpload.ParsedUpload> keys, Optional<String> offset) {
    return new BlazeParams(
        message, messages, acknowledgements, keys, recipients, offset, invalidField);
  }
}
