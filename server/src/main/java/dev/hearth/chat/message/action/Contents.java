package dev.hearth.chat.message.action;

import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.AccountView;
import dev.hearth.chat.directory.account.App;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.account.User;
import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.payload.Attachment;
import dev.hearth.protocol.payload.ButtonGroup;
import dev.hearth.protocol.payload.Card;
import dev.hearth.protocol.payload.Category;
import dev.hearth.protocol.payload.CategoryFamily;
import dev.hearth.protocol.payload.Encrypted;
import dev.hearth.protocol.payload.Pin;
import dev.hearth.protocol.payload.Reading;
import dev.hearth.protocol.payload.Recall;
import java.util.Optional;

/// Looks into payloads, as little as possible. It refuses only payloads that no client can show, or
/// that the server has to understand and doesn't. It adds fields that today's clients need and some
/// senders leave out. All other payloads are relayed as they were sent; it doesn't look into most
/// categories at all. It waits if its view of the accounts does.
final class Contents {
  private static final Refusal NOT_OF_ITS_CATEGORY =
      Refusal.invalid("data", "The payload is not as clients read it in this category.");
  private static final Refusal ANOTHERS_KEY =
      Refusal.invalid("data", "The payload is encrypted with another key than the session's.");

  private static final String APP_CARD = "APP_CARD";

  private final AccountView accounts;

  Contents(AccountView accounts) {
    this.accounts = accounts;
  }

  Content of(Caller caller, MessageRequest request) {
    byte[] payload = request.payload();
    return switch (request.category()) {
      case "PLAIN_IMAGE", "PLAIN_VIDEO", "PLAIN_AUDIO", "PLAIN_DATA" ->
          valid(Attachment.completed(payload));
      case "APP_BUTTON_GROUP" -> validIfUnderstood(ButtonGroup.parse(payload), payload);
      case APP_CARD -> validIfUnderstood(Card.parse(payload), completedCard(caller, payload));
      case CategoryRules.MESSAGE_PIN -> validIfUnderstood(Pin.parse(payload), payload);
      case CategoryRules.MESSAGE_RECALL -> recall(payload);
      default ->
          Category.family(request.category()) == CategoryFamily.ENCRYPTED
              ? encrypted(caller, request)
              : valid(payload);
    };
  }

  private static Content recall(byte[] payload) {
    return switch (Recall.parse(payload)) {
      case Reading.Understood<Recall>(Recall recall) ->
          new Content.Valid(payload, Optional.of(recall.message()));
      case Reading.NotUnderstood<Recall> _ -> new Content.Refused(NOT_OF_ITS_CATEGORY);
    };
  }

  /// Adds the sender's app to a card, because nobody knows it any more once a person forwards the
  /// card.
  private byte[] completedCard(Caller caller, byte[] payload) {
    return accounts
        .findUser(caller.user())
        .flatMap(User::app)
        .map(App::updatedAt)
        .map(updatedAt -> Card.completed(payload, caller.user(), updatedAt))
        .orElse(payload);
  }

  /// Readers take the key in the payload for the sender's key, so nobody may name another's.
  private Content encrypted(Caller caller, MessageRequest request) {
    return switch (Encrypted.parse(request.category(), request.payload())) {
      case Reading.Understood<Encrypted>(Encrypted encrypted) ->
          isOf(caller, encrypted) ? valid(request.payload()) : new Content.Refused(ANOTHERS_KEY);
      case Reading.NotUnderstood<Encrypted> _ -> new Content.Refused(NOT_OF_ITS_CATEGORY);
    };
  }

  private boolean isOf(Caller caller, Encrypted encrypted) {
    String own =
        accounts
            .findSession(caller.session())
            .map(Session::key)
            .map(key -> key.x25519())
            .orElse("");
    // An RSA session has no such key.
    return own.isEmpty() || own.equals(WireBase64.rawUrl(encrypted.sender()));
  }

  private static Content validIfUnderstood(Reading<?> reading, byte[] payload) {
    return switch (reading) {
      case Reading.Understood<?> _ -> valid(payload);
      case Reading.NotUnderstood<?> _ -> new Content.Refused(NOT_OF_ITS_CATEGORY);
    };
  }

  private static Content valid(byte[] payload) {
    return new Content.Valid(payload, Optional.empty());
  }
}
