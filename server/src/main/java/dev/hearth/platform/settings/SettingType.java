package dev.hearth.platform.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a value is written in the file, by the type of the record's component.
///
/// @param meaning what an operator is told when a value can't be read
/// @param measure the number that the bounds of a setting are compared with
record SettingType<T>(
    String meaning, Function<String, Optional<T>> parse, ToLongFunction<T> measure) {

  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9})\\s*([A-Za-z]*)");

  private static final Pattern RATE_TEXT = Pattern.compile("(.+) then (.+)/([smhd])");

  private static final SettingType<Integer> NUMBER =
      new SettingType<>(
          "a whole number, like 100",
          text -> amount(text, unit -> unit.isEmpty() ? 1 : 0).map(Math::toIntExact),
          Integer::longValue);
  private static final SettingType<Duration> DURATION =
      new SettingType<>(
          "a duration, like 500ms, 30s, 5m, 12h or 7d",
          text -> amount(text, SettingType::millis).map(Duration::ofMillis),
          Duration::toSeconds);
  private static final SettingType<ByteSize> SIZE =
      new SettingType<>(
          "a size, like 512 B, 64 KiB or 1 MiB",
          text -> amount(text, SettingType::bytes).map(ByteSize::new),
          ByteSize::bytes);
  private static final SettingType<Rate> RATE =
      new SettingType<>(
          "a rate, like 2000 then 100/s or 64 MiB then 4 MiB/m", SettingType::rate, Rate::burst);
  private static final SettingType<Boolean> SWITCH =
      new SettingType<>(
          "yes or no",
          text ->
              switch (text) {
                case "yes", "true", "on" -> Optional.of(true);
                case "no", "false", "off" -> Optional.of(false);
                default -> Optional.empty();
              },
          value -> 0);
  private static final SettingType<String> TEXT =
      new SettingType<>(
          "a text", text -> text.isEmpty() ? Optional.empty() : Optional.of(text), String::length);
  private static final SettingType<Secret> SECRET =
      new SettingType<>(
          "a text",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(new Secret(text)),
          value -> 0);
  private static final SettingType<Path> PATH =
      new SettingType<>(
          "a path",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text)),
          value -> 0);
  private static final SettingType<List<String>> TEXTS =
      new SettingType<>(
          "texts separated by commas",
          text ->
              Optional.of(
                  Arrays.stream(text.split(","))
                      .map(String::strip)
                      .filter(s -> !s.isEmpty())
                      .toList()),
          List::size);

  static SettingType<?> of(Type type) {
    if (type instanceof Class<?> words && words.isEnum()) {
      return word(words.asSubclass(Enum.class));
    }
    if (type instanceof ParameterizedType generic) {
      if (generic.getRawType() == Optional.class) {
        return optional(of(generic.getActualTypeArguments()[0]));
      }
      if (generic.getRawType() == List.class
          && generic.getActualTypeArguments()[0] == String.class) {
        return TEXTS;
      }
    }
    if (type == int.class || type == Integer.class) return NUMBER;
    if (type == boolean.class) return SWITCH;
    if (type == String.class) return TEXT;
    if (type == Secret.class) return SECRET;
    if (type == Path.class) return PATH;
    if (type == Duration.class) return DURATION;
    if (type == ByteSize.class) return SIZE;
    if (type == Rate.class) return RATE;
    throw new IllegalStateException("no way to write a " + type + " in a settings file");
  }

  /// One of a few words.
  private static SettingType<?> word(@SuppressWarnings("rawtypes") Class<? extends Enum> words) {
    Map<String, Enum<?>> known = new LinkedHashMap<>();
    for (Enum<?> word : words.getEnumConstants()) {
      known.put(word.name().toLowerCase(Locale.ROOT), word);
    }
    return new SettingType<>(
        "one of " + String.join(", ", known.keySet()),
        text -> Optional.ofNullable(known.get(text.toLowerCase(Locale.ROOT))),
        value -> 0);
  }

  private static <T> SettingType<Optional<T>> optional(SettingType<T> type) {
    return new SettingType<>(
        type.meaning,
        text -> {
          Optional<T> value = text.isEmpty() ? Optional.empty() : type.parse.apply(text);
          return value.isEmpty() && !text.isEmpty() ? Optional.empty() : Optional.of(value);
        },
        value -> value.map(type.measure::applyAsLong).orElse(0L));
  }

  private static Optional<Long> amount(String text, ToLongFunction<String> factor) {
    Matcher matcher = AMOUNT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long each = factor.applyAsLong(matcher.group(2).toLowerCase(Locale.ROOT));
    return each == 0 ? Optional.empty() : Optional.of(Long.parseLong(matcher.group(1)) * each);
  }

  private static Optional<Rate> rate(String text) {
    Matcher matcher = RATE_TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Optional<Long> burst = amount(matcher.group(1), SettingType::units);
    Optional<Long> refill = amount(matcher.group(2), SettingType::units);
    Duration per = Duration.ofMillis(millis(matcher.group(3)));
    boolean valid =
        burst.filter(most -> most > 0).isPresent()
            && refill.filter(back -> back > 0 && back <= per.toNanos()).isPresent();
    return valid ? Optional.of(new Rate(burst.get(), refill.get(), per)) : Optional.empty();
  }

  private static long units(String unit) {
    return unit.isEmpty() ? 1 : bytes(unit);
  }

  private static long millis(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1_000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      case "d" -> 86_400_000;
      default -> 0;
    };
  }

  private static long bytes(String unit) {
    return switch (unit) {
      case "b" -> 1;
      case "kib" -> 1L << 10;
      case "mib" -> 1L << 20;
      case "gib" -> 1L << 30;
      default -> 0;
    };
  }
}
