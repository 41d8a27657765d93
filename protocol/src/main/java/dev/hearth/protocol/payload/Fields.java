package dev.hearth.protocol.payload;

import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.Uuids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The fields of one object in a payload. A value that is null, empty or of a wrong type is absent.
final class Fields {
  private static final int MOST_DIGITS = 24;

  private final Map<?, ?> values;

  private Fields(Map<?, ?> values) {
    this.values = values;
  }

  static @Nullable Fields of(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? new Fields(map) : null;
  }

  /// The objects of a list, which must contain nothing else; empty when `value` is not a list.
  static List<Fields> list(String what, @Nullable Object value, int most) {
    if (!(value instanceof List<?> items)) {
      return List.of();
    }
    Bounds.check(items.size() <= most, what + " has more than " + most + " items");
    List<Fields> all = new ArrayList<>(items.size());
    for (Object item : items) {
      Fields fields = of(item);
      if (fields == null) {
        throw new InvalidPayload(what + " holds something that is not an object");
      }
      all.add(fields);
    }
    return all;
  }

  Optional<String> text(String name) {
    return values.get(name) instanceof String text && !text.isEmpty()
        ? Optional.of(whole(text))
        : Optional.empty();
  }

  /// The text, or "".
  String textOr(String name) {
    return text(name).orElse("");
  }

  Optional<UUID> id(String name) {
    return text(name).flatMap(Uuids::find);
  }

  UUID needId(String name) {
    return id(name).orElseThrow(() -> new InvalidPayload(name + " is missing or no id"));
  }

  /// The one of `names` that the field spells.
  <E extends Enum<E>> E named(String field, E[] names) {
    String text = textOr(field);
    for (E name : names) {
      if (name.name().equals(text)) {
        return name;
      }
    }
    throw new InvalidPayload(field + " is missing or not known");
  }

  /// A number, also one in quotation marks; without what stands behind its point.
  OptionalLong number(String name) {
    OptionalDouble real = real(name);
    if (values.get(name) instanceof Long exact) {
      return OptionalLong.of(exact);
    }
    return real.isPresent() && Math.abs(real.getAsDouble()) < 1L << 53
        ? OptionalLong.of((long) real.getAsDouble())
        : OptionalLong.empty();
  }

  long numberOr0(String name) {
    return number(name).orElse(0);
  }

  int intOr0(String name) {
    return Math.clamp(numberOr0(name), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  OptionalDouble real(String name) {
    return switch (values.get(name)) {
      case Long exact -> OptionalDouble.of(exact);
      case Double real when Double.isFinite(real) -> OptionalDouble.of(real);
      case String text when text.length() <= MOST_DIGITS -> spelled(text);
      case null, default -> OptionalDouble.empty();
    };
  }

  Duration millis(String name) {
    return Duration.ofMillis(numberOr0(name));
  }

  boolean isFalse(String name) {
    return Boolean.FALSE.equals(values.get(name));
  }

  Optional<Instant> time(String name) {
    return text(name).flatMap(WireTime::parse).map(WireTime::instant).filter(Bounds::isWritable);
  }

  /// Bytes as base64, or, as some clients write them, as a list of numbers.
  Optional<byte[]> bytes(String name) {
    return switch (values.get(name)) {
      case String text when !text.isEmpty() -> WireBase64.decode(text);
      case List<?> items when !items.isEmpty() -> bytes(items);
      case null, default -> Optional.empty();
    };
  }

  Optional<Fields> object(String name) {
    return Optional.ofNullable(of(values.get(name)));
  }

  List<Fields> objects(String name, int most) {
    return list(name, values.get(name), most);
  }

  /// The ids in a list, all of which must be some.
  List<UUID> ids(String name, int most) {
    if (!(values.get(name) instanceof List<?> items)) {
      return List.of();
    }
    Bounds.check(items.size() <= most, name + " has more than " + most + " items");
    List<UUID> ids = new ArrayList<>(items.size());
    for (Object item : items) {
      Optional<UUID> id = item instanceof String text ? Uuids.find(text) : Optional.empty();
      ids.add(
          id.orElseThrow(() -> new InvalidPayload(name + " holds something that is not an id")));
    }
    return ids;
  }

  private static OptionalDouble spelled(String text) {
    try {
      double real = Double.parseDouble(text);
      return Double.isFinite(real) ? OptionalDouble.of(real) : OptionalDouble.empty();
    } catch (NumberFormatException none) {
      return OptionalDouble.empty();
    }
  }

  private static Optional<byte[]> bytes(List<?> items) {
    byte[] bytes = new byte[items.size()];
    for (int i = 0; i < bytes.length; i++) {
      // Kotlin's bytes are signed, others' are not.
      if (!(items.get(i) instanceof Long value) || value < Byte.MIN_VALUE || value > 255) {
        return Optional.empty();
      }
      bytes[i] = value.byteValue();
    }
    return Optional.of(bytes);
  }

  // Clients cut texts in the middle of an emoji: what is left of it is nothing to show.
  private static String whole(String text) {
    StringBuilder whole = null;
    for (int i = 0; i < text.length(); i++) {
      if (!Character.isSurrogate(text.charAt(i))) {
        continue;
      }
      if (i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
        i++;
        continue;
      }
      whole = whole == null ? new StringBuilder(text) : whole;
      whole.setCharAt(i, '\uFFFD');
    }
    return whole == null ? text : whole.toString();
  }
}
