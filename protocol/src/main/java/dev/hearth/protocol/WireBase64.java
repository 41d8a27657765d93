package dev.hearth.protocol;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// Base64 as clients write it: each its own alphabet, with and without padding, some with line
/// breaks. We read them all, and write what each field's readers insist on.
public final class WireBase64 {
  public static final Base64.Encoder STANDARD = Base64.getEncoder();
  public static final Base64.Encoder RAW_URL = Base64.getUrlEncoder().withoutPadding();

  private static final byte NONE = -1;
  private static final byte IGNORED = -2;
  private static final byte[] VALUES = values();

  private WireBase64() {}

  /// The standard alphabet with padding: what `data` carries.
  public static String standard(byte[] bytes) {
    return STANDARD.encodeToString(bytes);
  }

  /// The URL alphabet without padding: what `data_base64` and keys are written in.
  public static String rawUrl(byte[] bytes) {
    return RAW_URL.encodeToString(bytes);
  }

  /// The bytes of `text` in either alphabet, or a mix; white space and `=` are skipped. Empty when
  /// there is any other character, or a length that no bytes have.
  public static Optional<byte[]> decode(String text) {
    return decode(text.toCharArray(), 0, text.length());
  }

  public static Optional<byte[]> decode(char[] text, int offset, int length) {
    byte[] bytes = new byte[(int) (length * 3L / 4) + 3];
    int size = 0;
    int bits = 0;
    int held = 0;
    int at = offset;
    int end = offset + length;
    while (at < end) {
      // Four at a time while nothing is to be skipped, which is nearly always all the way.
      while (held == 0 && end - at >= 4) {
        int four =
            value(text[at]) << 18
                | value(text[at + 1]) << 12
                | value(text[at + 2]) << 6
                | value(text[at + 3]);
        if (four < 0) {
          break;
        }
        bytes[size] = (byte) (four >> 16);
        bytes[size + 1] = (byte) (four >> 8);
        bytes[size + 2] = (byte) four;
        size += 3;
        at += 4;
      }
      if (at == end) {
        break;
      }
      int value = value(text[at++]);
      if (value == NONE) {
        return Optional.empty();
      }
      if (value == IGNORED) {
        continue;
      }
      bits = (bits << 6) | value;
      held += 6;
      if (held == 24) {
        bytes[size++] = (byte) (bits >> 16);
        bytes[size++] = (byte) (bits >> 8);
        bytes[size++] = (byte) bits;
        bits = 0;
        held = 0;
      }
    }
    switch (held) {
      case 0 -> {}
      case 12 -> bytes[size++] = (byte) (bits >> 4);
      case 18 -> {
        bytes[size++] = (byte) (bits >> 10);
        bytes[size++] = (byte) (bits >> 2);
      }
      default -> {
        return Optional.empty();
      }
    }
    return Optional.of(size == bytes.length ? bytes : Arrays.copyOf(bytes, size));
  }

  private static int value(char c) {
    return c < VALUES.length ? VALUES[c] : NONE;
  }

  private static byte[] values() {
    byte[] values = new byte[128];
    Arrays.fill(values, NONE);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < alphabet.length(); i++) {
      values[alphabet.charAt(i)] = (byte) i;
    }
    values['-'] = values['+'];
    values['_'] = values['/'];
    for (char c : new char[] {' ', '\t', '\r', '\n', '='}) {
      values[c] = IGNORED;
    }
    return values;
  }
}
