package dev.hearth.sdk.protobuf;

import dev.hearth.protocol.key.Curve25519PublicKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The fields of a protobuf message, as far as we have them: numbers of up to 32 bits, and bytes.
/// Fields we don't know are kept apart by their numbers and looked at by nobody.
public final class ProtobufFields {
  /// How many fields a message of somebody else's may have. Signal's have six; without a bound, one
  /// of a few megabytes would fill a hundred of memory.
  public static final int MOST_OF_OTHERS = 100;

  private static final long MOST = 0xffff_ffffL;
  private static final int FIXED_64 = 1;
  private static final int FIXED_32 = 5;

  private record Field(
      int number, OptionalLong value, @SuppressWarnings("ArrayRecordComponent") byte[] bytes) {}

  private final List<Field> fields = new ArrayList<>();
  private final byte[] in;
  private final int end;
  private final int most;
  private int at;

  private ProtobufFields(byte[] in, int from, int to, int most) {
    this.in = in;
    this.at = from;
    this.end = to;
    this.most = most;
  }

  /// The fields in bytes from somebody else; empty when they are not a protobuf message, a number
  /// has more than 32 bits, or there are more than [#MOST_OF_OTHERS] fields.
  public static Optional<ProtobufFields> parse(byte[] bytes, int from, int to) {
    var fields = new ProtobufFields(bytes, from, to, MOST_OF_OTHERS);
    return from <= to && to <= bytes.length && fields.read()
        ? Optional.of(fields)
        : Optional.empty();
  }

  /// The fields in what we wrote ourselves, however many.
  public static Optional<ProtobufFields> parse(byte[] bytes) {
    var fields = new ProtobufFields(bytes, 0, bytes.length, Integer.MAX_VALUE);
    return fields.read() ? Optional.of(fields) : Optional.empty();
  }

  /// The number in this field: the last one, when there are more.
  public OptionalLong number(int field) {
    for (Field each : fields.reversed()) {
      if (each.number == field && each.value.isPresent()) {
        return each.value;
      }
    }
    return OptionalLong.empty();
  }

  /// The same for what is counted: empty also when it has 32 bits, which no count ever gets to.
  public OptionalInt count(int field) {
    OptionalLong number = number(field);
    return number.isPresent() && number.getAsLong() <= Integer.MAX_VALUE
        ? OptionalInt.of((int) number.getAsLong())
        : OptionalInt.empty();
  }

  /// The bytes in this field: the last ones, when there are more.
  public Optional<byte[]> bytes(int field) {
    List<byte[]> all = all(field);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  /// The key in this field.
  public Optional<Curve25519PublicKey> key(int field) {
    return bytes(field).flatMap(Curve25519PublicKey::find);
  }

  /// The text in this field.
  public Optional<String> text(int field) {
    return bytes(field).map(ProtobufFields::text);
  }

  /// The texts in all fields of this number, in order.
  public List<String> texts(int field) {
    return all(field).stream().map(ProtobufFields::text).toList();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// The bytes in all fields of this number, in order.
  public List<byte[]> all(int field) {
    return fields.stream()
        .filter(each -> each.number == field && each.value.isEmpty())
        .map(Field::bytes)
        .toList();
  }

  private boolean read() {
    while (at < end) {
      if (fields.size() == most) {
        return false;
      }
      OptionalLong tag = varint();
      if (tag.isEmpty() || tag.getAsLong() > MOST || tag.getAsLong() >>> 3 == 0) {
        return false;
      }
      int number = (int) (tag.getAsLong() >>> 3);
      boolean read =
          switch ((int) (tag.getAsLong() & 7)) {
            case ProtobufWriter.NUMBER -> readNumber(number);
            case ProtobufWriter.BYTES -> readBytes(number);
            case FIXED_64 -> skip(Long.BYTES);
            case FIXED_32 -> skip(Integer.BYTES);
            default -> false;
          };
      if (!read) {
        return false;
      }
    }
    return true;
  }

  private boolean readNumber(int number) {
    OptionalLong value = varint();
    if (value.isEmpty() || value.getAsLong() < 0 || value.getAsLong() > MOST) {
      return false;
    }
    fields.add(new Field(number, value, new byte[0]));
    return true;
  }

  private boolean readBytes(int number) {
    OptionalLong length = varint();
    if (length.isEmpty() || length.getAsLong() < 0 || length.getAsLong() > end - at) {
      return false;
    }
    byte[] bytes = new byte[(int) length.getAsLong()];
    System.arraycopy(in, at, bytes, 0, bytes.length);
    at += bytes.length;
    fields.add(new Field(number, OptionalLong.empty(), bytes));
    return true;
  }

  private boolean skip(int count) {
    at += count;
    return at <= end;
  }

  private OptionalLong varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE && at < end; shift += 7) {
      byte next = in[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return OptionalLong.of(value);
      }
    }
    return OptionalLong.empty();
  }
}
