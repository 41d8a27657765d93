package dev.hearth.protocol.key;

import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// A signed text in JWS compact form (RFC 7515): header, payload and signature, with dots in
/// between.
///
/// @param algorithm the header's `alg`; "" without one, or for a header that asks for more than a
///   check of the signature (`crit`): no key has that algorithm
/// @param signed header and payload as they came, which the signature covers
/// @param payload not to be believed before [#isSignedBy]
record CompactJws(
    String algorithm,
    String signed,
    @SuppressWarnings("ArrayRecordComponent") byte[] payload,
    @SuppressWarnings("ArrayRecordComponent") byte[] signature) {
  /// Empty when the text does not have three parts in base64, with a JSON object as the first.
  static Optional<CompactJws> parse(String compact) {
    String[] parts = compact.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    Optional<String> algorithm = WireBase64.decode(parts[0]).flatMap(CompactJws::algorithm);
    Optional<byte[]> payload = WireBase64.decode(parts[1]);
    Optional<byte[]> signature = WireBase64.decode(parts[2]);
    return algorithm.isEmpty() || payload.isEmpty() || signature.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new CompactJws(
                algorithm.get(), parts[0] + "." + parts[1], payload.get(), signature.get()));
  }

  /// Empty when the header is not one JSON object, or has two algorithms.
  private static Optional<String> algorithm(byte[] header) {
    String algorithm = "";
    boolean critical = false;
    int algorithms = 0;
    try (JsonParser in = Json.read(header)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        in.nextToken();
        switch (name) {
          case "alg" -> {
            algorithm = Json.string(in);
            algorithms++;
          }
          case "crit" -> {
            critical = true;
            in.skipChildren();
          }
          default -> in.skipChildren();
        }
      }
      return in.nextToken() != null || algorithms > 1
          ? Optional.empty()
          : Optional.of(critical ? "" : algorithm);
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  /// The payload, signed, in compact form.
  static String sign(SessionKeyPair pair, byte[] payload) {
    String header = "{\"alg\":\"%s\",\"typ\":\"JWT\"}".formatted(pair.key().algorithm());
    String signed =
        WireBase64.rawUrl(header.getBytes(StandardCharsets.US_ASCII))
            + "."
            + WireBase64.rawUrl(payload);
    try {
      Signature signature = signatureOf(pair.key());
      signature.initSign(pair.privateKey());
      signature.update(ascii(signed));
      return signed + "." + WireBase64.rawUrl(signature.sign());
    } catch (GeneralSecurityException ofOurOwnKey) {
      throw new IllegalStateException("the key doesn't sign", ofOurOwnKey);
    }
  }

  /// Whether the owner of `key` signed it, with the algorithm that goes with the key and no other.
  boolean isSignedBy(SessionKey key) {
    if (!algorithm.equals(key.algorithm())) {
      return false;
    }
    try {
      Signature check = signatureOf(key);
      check.initVerify(key.publicKey());
      check.update(ascii(signed));
      return check.verify(signature);
    } catch (GeneralSecurityException notItsSignature) {
      return false;
    }
  }

  /// As [#isSignedBy(SessionKey)], by this check of the curve.
  boolean isSignedBy(Ed25519Key key, TokenCheck.Ed25519Curve curve) {
    return algorithm.equals(key.algorithm()) && curve.verifies(signature, ascii(signed));
  }

  private static Signature signatureOf(SessionKey key) throws GeneralSecurityException {
    return Signature.getInstance(
        switch (key) {
          case Ed25519Key curve -> "Ed25519";
          case RsaKey rsa -> "SHA512withRSA";
        });
  }

  /// Both parts were read as base64, so all characters are ASCII.
  private static byte[] ascii(String signed) {
    return signed.getBytes(StandardCharsets.US_ASCII);
  }
}
