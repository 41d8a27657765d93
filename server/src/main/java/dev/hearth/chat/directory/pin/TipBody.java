package dev.hearth.chat.directory.pin;

import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.UUID;

/// The text that a user's key signs in the place of a PIN: it tells what it is for.
///
/// @param bytes the text to sign
public record TipBody(@SuppressWarnings("ArrayRecordComponent") byte[] bytes) {

  /// For `/pin/verify`, and what comes before a change.
  ///
  /// @param number a time in nanoseconds since 1970, or the counter of the user's key
  public static TipBody verifying(long number) {
    // The one that is signed as it is.
    return new TipBody(utf8(String.format(Locale.ROOT, "TIP:VERIFY:%032d", number)));
  }

  /// For linking a device.
  ///
  /// @param secret what it is handed over
  public static TipBody linking(UUID device, String secret) {
    return hashed("TIP:PROVISIONING:UPDATE:" + device + secret);
  }

  /// For signing another device out.
  public static TipBody signingOut(SessionId session) {
    return hashed("TIP:SESSION:LOGOUT:" + session);
  }

  /// For a transfer.
  ///
  /// @param amount as it is sent
  /// @param trace "" when none is sent
  public static TipBody transferring(
      AssetId asset, UserId opponent, String amount, String trace, String memo) {
    return hashed("TIP:TRANSFER:CREATE:" + asset + opponent + amount + trace + memo);
  }

  private static TipBody hashed(String text) {
    try {
      return new TipBody(MessageDigest.getInstance("SHA-256").digest(utf8(text)));
    } catch (GeneralSecurityException everyJavaCan) {
      throw new IllegalStateException(everyJavaCan);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
