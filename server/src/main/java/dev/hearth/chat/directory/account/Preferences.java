package dev.hearth.chat.directory.account;

import java.util.regex.Pattern;

/// A user's preferences: who may reach them, and their currency for transfers.
///
/// @param receiveMessages whose messages arrive: everybody's or contacts'
/// @param acceptConversations who may bring the user into a group: everybody or contacts
/// @param acceptSearch who finds the user by number
/// @param fiatCurrency an ISO 4217 code
/// @param transferNotificationThreshold in the fiat currency
/// @param transferConfirmationThreshold in the fiat currency
public record Preferences(
    AllowedUsers receiveMessages,
    AllowedUsers acceptConversations,
    AllowedUsers acceptSearch,
    String fiatCurrency,
    double transferNotificationThreshold,
    double transferConfirmationThreshold) {
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  public static final long LARGEST_THRESHOLD = 1_000_000_000_000L;

  /// The users who may do something to this user.
  public enum AllowedUsers {
    EVERYBODY,
    CONTACTS,
    NOBODY
  }

  public static final Preferences DEFAULT =
      new Preferences(
          AllowedUsers.EVERYBODY, AllowedUsers.EVERYBODY, AllowedUsers.EVERYBODY, "USD", 0, 100);

  public Preferences {
    if (receiveMessages == AllowedUsers.NOBODY || acceptConversations == AllowedUsers.NOBODY) {
      throw new IllegalArgumentException("contacts reach a user, always");
    }
    if (!isCurrency(fiatCurrency)) {
      throw new IllegalArgumentException("no currency: " + fiatCurrency);
    }
    if (!isThreshold(transferNotificationThreshold)
        || !isThreshold(transferConfirmationThreshold)) {
      throw new IllegalArgumentException("a threshold is from 0 to " + LARGEST_THRESHOLD);
    }
  }

  public static boolean isCurrency(String text) {
    return CURRENCY.matcher(text).matches();
  }

  public static boolean isThreshold(double amount) {
    return amount >= 0 && amount <= LARGEST_THRESHOLD;
  }
}
