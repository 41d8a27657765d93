package dev.hearth.sdk.signal;

import dev.hearth.protocol.key.Curve25519PublicKey;
import dev.hearth.sdk.protobuf.ProtobufFields;
import dev.hearth.sdk.protobuf.ProtobufWriter;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/// A message of a session, version 3:
///
/// ```
/// 33 | protobuf {1 ratchet key, 2 counter, 3 previous counter, 4 ciphertext} | MAC, 8
/// ```
///
/// The MAC also covers who sends it to whom.
final class SignalMessage {
  /// Version 3 by a sender who knows no later one.
  static final byte VERSION = 0x33;

  private static final int MAC_BYTES = 8;

  final Curve25519PublicKey ratchetKey;
  final int counter;
  final byte[] ciphertext;
  private final byte[] written;

  private SignalMessage(
      Curve25519PublicKey ratchetKey, int counter, byte[] ciphertext, byte[] written) {
    this.ratchetKey = ratchetKey;
    this.counter = counter;
    this.ciphertext = ciphertext;
    this.written = written;
  }

  /// Writes one.
  static byte[] write(
      Curve25519PublicKey ratchetKey,
      int counter,
      int previousCounter,
      byte[] ciphertext,
      byte[] macKey,
      Curve25519PublicKey sender,
      Curve25519PublicKey receiver) {
    byte[] fields =
        new ProtobufWriter()
            .bytes(1, ratchetKey.toBytes())
            .number(2, counter)
            .number(3, previousCounter)
            .bytes(4, ciphertext)
            .toBytes();
    byte[] written = new byte[1 + fields.length + MAC_BYTES];
    written[0] = VERSION;
    System.arraycopy(fields, 0, written, 1, fields.length);
    byte[] mac = mac(written, macKey, sender, receiver);
    System.arraycopy(mac, 0, written, 1 + fields.length, MAC_BYTES);
    return written;
  }

  /// Reads such a message, not yet checking its MAC; empty when the bytes are something else.
  static Optional<SignalMessage> parse(byte[] written) {
    if (written.length < 1 + MAC_BYTES || !isOurVersion(written[0])) {
      return Optional.empty();
    }
    return ProtobufFields.parse(written, 1, written.length - MAC_BYTES)
        .filter(fields -> fields.count(2).isPresent())
        .flatMap(fields ->
            fields
                .key(1)
                .flatMap(ratchetKey ->
                    fields
                        .bytes(4)
                        .map(ciphertext ->
                            new SignalMessage(
                                ratchetKey,
                                fields.count(2).getAsInt(),
                                ciphertext,
                                written.clone()))));
  }

  boolean isFrom(Curve25519PublicKey sender, Curve25519PublicKey receiver, byte[] macKey) {
    byte[] theirs = Arrays.copyOfRange(written, written.length - MAC_BYTES, written.length);
    return MessageDigest.isEqual(mac(written, macKey, sender, receiver), theirs);
  }

  /// Whether the message version, the upper half, is 3. The lower is the latest its sender knows.
  static boolean isOurVersion(byte version) {
    return (version & 0xf0) == (VERSION & 0xf0);
  }

  private static byte[] mac(
      byte[] written, byte[] macKey, Curve25519PublicKey sender, Curve25519PublicKey receiver) {
    byte[] covered = Arrays.copyOf(written, written.length - MAC_BYTES);
    byte[] mac = Algorithms.hmac(macKey, sender.toBytes(), receiver.toBytes(), covered);
    return Arrays.copyOf(mac, MAC_BYTES);
  }
}
