package dev.hearth.sdk;

import dev.hearth.protocol.id.Uuids;
import dev.hearth.protocol.key.Curve25519PublicKey;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The address that a device shows as a QR code to be linked to an account:
/// `mixin://device/auth?id=…&pub_key=…`. Scan it only from the device's own screen: an attacker
/// whose address is linked to an account reads everything that is said from then on.
///
/// @param device the id under which the device waits at the server
/// @param key the key that the device's answer is sealed with
public record LinkAddress(UUID device, Curve25519PublicKey key) {
  private static final int LONGEST = 512;
  private static final String START = "mixin://device/auth?";
  private static final Pattern FORM =
      Pattern.compile(Pattern.quote(START) + "id=([^&]*)&pub_key=([^&]*)");

  /// The address in `text`; empty when the text is not an address.
  public static Optional<LinkAddress> find(String text) {
    Matcher matcher = FORM.matcher(text);
    if (text.length() > LONGEST || !matcher.matches()) {
      return Optional.empty();
    }
    return Uuids.find(matcher.group(1))
        .flatMap(device ->
            unescaped(matcher.group(2))
                .flatMap(Curve25519PublicKey::find)
                .map(key -> new LinkAddress(device, key)));
  }

  private static Optional<String> unescaped(String text) {
    try {
      // Not every client escapes the plus of base64.
      return Optional.of(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /// The address as apps read it.
  @Override
  public String toString() {
    return START
        + "id="
        + device
        + "&pub_key="
        + URLEncoder.encode(key.toString(), StandardCharsets.UTF_8);
  }
}
