package dev.hearth.chat.media;

import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.runtime.StartRefused;
import dev.hearth.protocol.id.AttachmentId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Permissions to upload or to read one attachment, until some time: the holder of a ticket needs
/// nothing else. Each is a text that only the holder of the key can have made, because clients send
/// no token with the bytes. Any thread; nothing here blocks.
public final class Tickets {
  private static final String FILE = "attachments.key";
  private static final int KEY_BYTES = 32;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final int LONGEST = 64;

  /// The use that a ticket allows.
  public enum Use {
    UPLOAD,
    VIEW
  }

  private final SecretKeySpec key;
  private final InstantSource clock;

  private Tickets(byte[] key, InstantSource clock) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
    this.clock = clock;
  }

  /// Tickets by the key of this data folder; made on the first start, in a file only its owner can
  /// read. Without the file, the tickets that are out are void.
  ///
  /// @throws IllegalStateException when the file holds something else
  public static Tickets in(DataFolder folder, InstantSource clock) {
    String content =
        folder.key(
            FILE,
            () -> {
              var fresh = new byte[KEY_BYTES];
              new SecureRandom().nextBytes(fresh);
              return HexFormat.of().formatHex(fresh) + "\n";
            });
    try {
      byte[] key = HexFormat.of().parseHex(content.strip());
      if (key.length != KEY_BYTES) {
        throw new IllegalArgumentException();
      }
      return new Tickets(key, clock);
    } catch (IllegalArgumentException _) {
      // Without the cause, which would quote the file.
      throw new StartRefused(folder.file(FILE) + " doesn't hold a key: 64 hex digits");
    }
  }

  /// A ticket that is good until then, in letters, digits, `-`, `_` and one dot.
  public String issue(Use use, AttachmentId attachment, Instant until) {
    String end = Long.toString(until.getEpochSecond());
    return end + "." + BASE64.encodeToString(sign(use, attachment, end));
  }

  /// Whether `ticket` is good, still, for that use of that attachment.
  public boolean isGood(Use use, AttachmentId attachment, String ticket) {
    int dot = ticket.indexOf('.');
    if (ticket.length() > LONGEST || dot < 1 || dot > 12) {
      return false;
    }
    String end = ticket.substring(0, dot);
    byte[] signed = BASE64.encode(sign(use, attachment, end));
    byte[] sent = ticket.substring(dot + 1).getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(signed, sent)) {
      return false;
    }
    // We signed `end`, so it is a number.
    return Instant.ofEpochSecond(Long.parseLong(end)).isAfter(clock.instant());
  }

  private byte[] sign(Use use, AttachmentId attachment, String end) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      String text = use + " " + attachment + " " + end;
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException everyJavaCan) {
      throw new IllegalStateException(everyJavaCan);
    }
  }
}
