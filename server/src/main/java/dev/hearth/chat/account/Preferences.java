package dev.hearth.chat.account;

/// What a user has chosen about being reached.
///
/// @param fiatCurrency an ISO 4217 code
/// @param transferNotificationThreshold in the fiat currency
/// @param transferConfirmationThreshold in the fiat currency
public record Preferences(
    Audience receiveMessages,
    Audience acceptConversations,
    Audience acceptSearch,
    String fiatCurrency,
    double transferNotificationThreshold,
    double transferConfirmationThreshold) {

  /// Who may do something to the user.
  public enum Audience {
    EVERYBODY,
    CONTACTS,
    NOBODY
  }

  public static final Preferences DEFAULT =
      new Preferences(Audience.EVERYBODY, Audience.EVERYBODY, Audience.EVERYBODY, "USD", 0, 100);
}
