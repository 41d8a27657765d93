package dev.hearth.platform.settings;

import java.util.List;

/// Writes a settings file in which every setting is a comment with its default and its meaning.
public final class SettingsTemplate {
  private static final int WIDTH = 100;

  private SettingsTemplate() {}

  /// @param head lines for the beginning
  public static String of(Class<? extends Record> root, List<String> head) {
    StringBuilder file = new StringBuilder();
    head.forEach(line -> comment(file, line));
    for (KnownSetting.Group group : KnownSetting.groupsOf(root)) {
      file.append("\n\n# == ").append(group.name()).append(" ==\n");
      comment(file, group.about());
      for (KnownSetting setting : group.settings()) {
        file.append('\n');
        comment(file, setting.setting().value());
        String line = "#" + setting.key() + " = " + setting.setting().is();
        file.append(line.stripTrailing()).append('\n');
      }
    }
    return file.toString();
  }

  private static void comment(StringBuilder file, String text) {
    StringBuilder line = new StringBuilder("#");
    for (String word : text.split("\\s+", -1)) {
      if (line.length() + 1 + word.length() > WIDTH) {
        file.append(line).append('\n');
        line = new StringBuilder("#");
      }
      line.append(' ').append(word);
    }
    file.append(line).append('\n');
  }
}
