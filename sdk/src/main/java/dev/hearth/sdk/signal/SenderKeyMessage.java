package dev.hearth.sdk.signal;

import dev.hearth.protocol.key.Curve25519PublicKey;
import dev.hearth.sdk.protobuf.ProtobufFields;
import dev.hearth.sdk.protobuf.ProtobufWriter;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A message to everybody who was handed its sender's key, version 3:
///
/// ```
/// 33 | protobuf {1 id of the key, 2 iteration, 3 ciphertext} | signature, 64
/// ```
final class SenderKeyMessage {
  private static final int SIGNATURE_BYTES = 64;

  final long keyId;
  final int iteration;
  final byte[] ciphertext;
  private final byte[] written;

  private SenderKeyMessage(long keyId, int iteration, byte[] ciphertext, byte[] written) {
    this.keyId = keyId;
    this.iteration = iteration;
    this.ciphertext = ciphertext;
    this.written = written;
  }

  /// Writes one.
  static byte[] write(
      long keyId,
      int iteration,
      byte[] ciphertext,
      Curve25519KeyPair signer,
      RandomGenerator random) {
    byte[] fields =
        new ProtobufWriter().number(1, keyId).number(2, iteration).bytes(3, ciphertext).toBytes();
    byte[] covered = new byte[1 + fields.length];
    covered[0] = SignalMessage.VERSION;
    System.arraycopy(fields, 0, covered, 1, fields.length);
    byte[] signature = signer.sign(covered, random);
    byte[] written = Arrays.copyOf(covered, covered.length + SIGNATURE_BYTES);
    System.arraycopy(signature, 0, written, covered.length, SIGNATURE_BYTES);
    return written;
  }

  /// Reads such a message, not yet checking its signature; empty when the bytes are something else.
  static Optional<SenderKeyMessage> parse(byte[] written) {
    if (written.length < 1 + SIGNATURE_BYTES || !SignalMessage.isOurVersion(written[0])) {
      return Optional.empty();
    }
    return ProtobufFields.parse(written, 1, written.length - SIGNATURE_BYTES)
        .filter(fields -> fields.number(1).isPresent() && fields.count(2).isPresent())
        .flatMap(fields ->
            fields
                .bytes(3)
                .map(ciphertext ->
                    new SenderKeyMessage(
                        fields.number(1).getAsLong(),
                        fields.count(2).getAsInt(),
                        ciphertext,
                        written.clone())));
  }

  boolean isSignedBy(Curve25519PublicKey signer) {
    int covered = written.length - SIGNATURE_BYTES;
    return signer.verifies(
        Arrays.copyOf(written, covered), Arrays.copyOfRange(written, covered, written.length));
  }
}
