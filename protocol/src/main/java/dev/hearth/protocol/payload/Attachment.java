package dev.hearth.protocol.payload;

import dev.hearth.protocol.WireBase64;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;

/// The common part of images, videos, audios and files: bytes that were uploaded to the URL from
/// `POST /attachments`.
///
/// @param id up to 1,024 characters: the UUID from `POST /attachments`; in messages that apps
///   forward, it may be a wrapper around a UUID, which only the apps read
/// @param mimeType such as `image/jpeg`, up to 255 characters; "" when the sender didn't say
/// @param size of the plain bytes, in bytes; 0 when the sender didn't say
/// @param keys the keys to read it, in end-to-end encrypted messages; apps refuse a plain message
///   with keys and an encrypted message without
/// @param createdAt when it was uploaded; kept to the microsecond
/// @param shareable whether clients offer to forward it
public record Attachment(
    String id,
    String mimeType,
    long size,
    Optional<Keys> keys,
    Optional<Instant> createdAt,
    boolean shareable) {

  private static final int MOST_ID_CHARACTERS = 1024;
  private static final int MOST_MIME_TYPE_CHARACTERS = 255;

  /// The secrets of an encrypted attachment; up to 1,024 bytes each.
  ///
  /// @param key an AES and a MAC key, 64 bytes as apps make it
  /// @param digest the SHA-256 of what was uploaded
  public record Keys(
      @SuppressWarnings("ArrayRecordComponent") byte[] key,
      @SuppressWarnings("ArrayRecordComponent") byte[] digest) {
    private static final int MOST_BYTES = 1024;

    /// @throws IllegalArgumentException when one of them is empty or too long
    public Keys {
      Bounds.check(key.length > 0 && key.length <= MOST_BYTES, "key has a wrong length");
      Bounds.check(digest.length > 0 && digest.length <= MOST_BYTES, "digest has a wrong length");
      key = key.clone();
      digest = digest.clone();
    }

    // One without the other opens nothing.
    static Optional<Keys> find(Fields fields, String keyName, String digestName) {
      return fields
          .bytes(keyName)
          .flatMap(key -> fields.bytes(digestName).map(digest -> new Keys(key, digest)));
    }

    @Override
    public byte[] key() {
      return key.clone();
    }

    @Override
    public byte[] digest() {
      return digest.clone();
    }

    /// Secrets are not for logs.
    @Override
    public String toString() {
      return "Keys[…]";
    }
  }

  /// @throws IllegalArgumentException when something is out of its bounds
  public Attachment {
    Bounds.some("attachment_id", id, MOST_ID_CHARACTERS);
    Bounds.atMost("mime_type", mimeType, MOST_MIME_TYPE_CHARACTERS);
    Bounds.notNegative("size", size);
    createdAt = createdAt.map(time -> Bounds.micros("created_at", time));
  }

  /// A plain one, which may be forwarded.
  public static Attachment of(UUID id, String mimeType, long size) {
    return new Attachment(id.toString(), mimeType, size, Optional.empty(), Optional.empty(), true);
  }

  /// The same, for who has these keys.
  public Attachment with(Keys other) {
    return new Attachment(id, mimeType, size, Optional.of(other), createdAt, shareable);
  }

  /// An attachment's payload for every client: `mime_type` is added to a JSON object that says only
  /// `mine_type`, as the original documentation spells it. Every other byte stays, and a payload
  /// that has `mime_type`, has neither, or is not an object stays unchanged.
  ///
  /// @return `payload` itself when there is nothing to add; otherwise new bytes
  public static byte[] completed(byte[] payload) {
    return JsonSpans.find(payload, "mine_type", "mime_type")
        .filter(spans -> !spans.saysText("mime_type"))
        .filter(spans -> spans.saysText("mine_type"))
        .map(spans -> spans.with("mime_type", spans.raw("mine_type")))
        .orElse(payload);
  }

  static Attachment from(Fields fields) {
    return new Attachment(
        fields.textOr("attachment_id"),
        fields.text("mime_type").or(() -> fields.text("mine_type")).orElse(""),
        fields.numberOr0("size"),
        Keys.find(fields, "key", "digest"),
        fields.time("created_at"),
        !fields.isFalse("shareable"));
  }

  void write(JsonGenerator out) {
    out.writeStringProperty("attachment_id", id);
    // The second is how the original documentation spells it, and clients written by it.
    out.writeStringProperty("mime_type", mimeType);
    out.writeStringProperty("mine_type", mimeType);
    out.writeNumberProperty("size", size);
    keys.ifPresent(it -> {
      out.writeStringProperty("key", WireBase64.standard(it.key));
      out.writeStringProperty("digest", WireBase64.standard(it.digest));
    });
    createdAt.ifPresent(time -> PayloadJson.writeTime(out, "created_at", time));
    out.writeBooleanProperty("shareable", shareable);
  }
}
