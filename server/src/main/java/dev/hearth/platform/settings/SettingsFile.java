package dev.hearth.platform.settings;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads a settings file: `key = value` a line, `#` begins a comment line, no key twice.
///
/// Everything that is wrong with a file is told at once, by {@link InvalidSettings}.
public final class SettingsFile {
  /// A misspelt key is this far at most from the one that is suggested.
  private static final int FARTHEST_SUGGESTION = 5;

  private final List<String> problems = new ArrayList<>();
  private final Map<String, String> written = new HashMap<>();

  private SettingsFile() {}

  /// The settings of `text`, defaults where it says nothing.
  ///
  /// @param root a record of groups, each component a {@link Section}
  /// @throws InvalidSettings when a line, a key, a value or a combination of values is wrong
  public static <R extends Record> R read(Class<R> root, String text) {
    SettingsFile file = new SettingsFile();
    file.lines(text);
    return file.settings(root);
  }

  /// The value of a setting, as a file would have it.
  ///
  /// @param value a secret's is hidden, and an absent one's is empty
  /// @param isDefault whether it is the one that holds without a line in the file
  public record Effective(String key, String value, boolean isDefault) {}

  /// The values that hold with `text`, in the order of the records.
  ///
  /// @throws InvalidSettings as {@link #read} does
  public static <R extends Record> List<Effective> effective(Class<R> root, String text) {
    SettingsFile file = new SettingsFile();
    file.lines(text);
    file.settings(root);
    return KnownSetting.groupsOf(root).stream()
        .flatMap(group -> group.settings().stream())
        .map(file::effective)
        .toList();
  }

  private Effective effective(KnownSetting setting) {
    String value = text(setting);
    return new Effective(
        setting.key(),
        setting.secret() && !value.isEmpty() ? new Secret(value).toString() : value,
        value.equals(setting.setting().is()));
  }

  /// The keys whose values in two texts differ, in the order of the records. Secrets too.
  ///
  /// @throws InvalidSettings when one of them is wrong
  public static <R extends Record> List<String> differing(
      Class<R> root, String before, String now) {
    SettingsFile one = new SettingsFile();
    one.lines(before);
    one.settings(root);
    SettingsFile other = new SettingsFile();
    other.lines(now);
    other.settings(root);
    return KnownSetting.groupsOf(root).stream()
        .flatMap(group -> group.settings().stream())
        .filter(setting -> !one.text(setting).equals(other.text(setting)))
        .map(KnownSetting::key)
        .toList();
  }

  private String text(KnownSetting setting) {
    return written.getOrDefault(setting.key(), setting.setting().is());
  }

  private void lines(String text) {
    int number = 0;
    // Some editors begin a file with a byte order mark.
    String marked = text.startsWith("\uFEFF") ? text.substring(1) : text;
    for (String line : marked.lines().map(String::strip).toList()) {
      number++;
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (line.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
        // No path, and nothing else, may hold one.
        problems.add("line %s has a control character in it".formatted(number));
        continue;
      }
      int equals = line.indexOf('=');
      if (equals < 1) {
        // The rest of the line may be a secret.
        String word = line.split("[\\s=]", 2)[0];
        problems.add("line %s is not 'key = value': %s".formatted(number, word));
        continue;
      }
      String key = line.substring(0, equals).strip();
      if (written.put(key, line.substring(equals + 1).strip()) != null) {
        problems.add("line %s: %s is there already".formatted(number, key));
      }
    }
  }

  private <R extends Record> R settings(Class<R> root) {
    List<KnownSetting.Group> groups = KnownSetting.groupsOf(root);
    refuseUnknown(groups.stream().flatMap(group -> group.settings().stream()).toList());
    List<Optional<?>> sections = new ArrayList<>();
    for (KnownSetting.Group group : groups) {
      List<Optional<?>> values = new ArrayList<>();
      for (KnownSetting setting : group.settings()) {
        values.add(setting.value(text(setting), problems::add));
      }
      sections.add(record(group.record(), values));
    }
    Optional<R> settings = record(root, sections);
    if (!problems.isEmpty() || settings.isEmpty()) {
      throw new InvalidSettings(problems);
    }
    return settings.get();
  }

  /// The record, unless one of its parts is missing or its constructor objects.
  private <R extends Record> Optional<R> record(Class<R> type, List<Optional<?>> parts) {
    if (parts.stream().anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    try {
      @SuppressWarnings("unchecked") // a record has exactly one constructor of its components
      Constructor<R> constructor = (Constructor<R>) canonical(type);
      constructor.setAccessible(true);
      return Optional.of(
          constructor.newInstance(parts.stream().map(Optional::orElseThrow).toArray()));
    } catch (InvocationTargetException e) {
      if (!(e.getCause() instanceof IllegalArgumentException refusal)) {
        throw new IllegalStateException(type + " can't be made", e);
      }
      problems.add(String.valueOf(refusal.getMessage()));
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " can't be made", e);
    }
  }

  private static Constructor<?> canonical(Class<?> type) throws NoSuchMethodException {
    return type.getDeclaredConstructor(
        Arrays.stream(type.getRecordComponents())
            .map(component -> component.getType())
            .toArray(Class<?>[]::new));
  }

  private void refuseUnknown(List<KnownSetting> known) {
    for (String key : written.keySet().stream().sorted().toList()) {
      if (known.stream().noneMatch(setting -> setting.key().equals(key))) {
        problems.add("there is no setting " + key + suggestion(key, known));
      }
    }
  }

  private static String suggestion(String key, List<KnownSetting> known) {
    Optional<KnownSetting> renamed =
        known.stream().filter(s -> List.of(s.setting().formerly()).contains(key)).findAny();
    if (renamed.isPresent()) {
      return ": it is now called " + renamed.get().key();
    }
    String nearest = "";
    int smallest = FARTHEST_SUGGESTION + 1;
    for (KnownSetting setting : known) {
      int distance = distance(key, setting.key());
      if (distance < smallest) {
        smallest = distance;
        nearest = "; did you mean " + setting.key() + "?";
      }
    }
    return nearest;
  }

  /// How many letters must be added, removed or replaced to make `b` of `a`.
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    Arrays.setAll(previous, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
