package dev.hearth.platform.settings;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// One key that a record declares.
///
/// @param secret whether its value must not be shown
record KnownSetting(String key, Setting setting, SettingType<?> type, boolean secret) {

  /// A group of keys, and the record that declares them.
  record Group(String name, String about, Class<? extends Record> record) {
    List<KnownSetting> settings() {
      List<KnownSetting> settings = new ArrayList<>();
      for (RecordComponent component : record.getRecordComponents()) {
        settings.add(KnownSetting.of(name, component));
      }
      return settings;
    }
  }

  static List<Group> groupsOf(Class<? extends Record> root) {
    List<Group> groups = new ArrayList<>();
    for (RecordComponent component : root.getRecordComponents()) {
      String about = component.getAnnotation(Section.class).value();
      groups.add(
          new Group(
              kebab(component.getName()), about, component.getType().asSubclass(Record.class)));
    }
    return groups;
  }

  private static KnownSetting of(String group, RecordComponent component) {
    return new KnownSetting(
        group + "." + kebab(component.getName()),
        component.getAnnotation(Setting.class),
        SettingType.of(component.getGenericType()),
        component.getGenericType().getTypeName().contains(Secret.class.getName()));
  }

  /// The value that `text` stands for; what is wrong with it goes to `problem`.
  Optional<?> value(String text, Consumer<String> problem) {
    return valueOf(type, text, problem);
  }

  private <T> Optional<T> valueOf(SettingType<T> type, String text, Consumer<String> problem) {
    Optional<T> value = type.parse().apply(text);
    if (value.isEmpty()) {
      problem.accept("%s wants %s, not '%s'".formatted(key, type.meaning(), text));
      return value;
    }
    long measure = type.measure().applyAsLong(value.get());
    if (!text.isEmpty() && (measure < setting.least() || measure > setting.most())) {
      problem.accept("%s = %s is out of bounds: %s".formatted(key, text, setting.value()));
    }
    return value;
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
