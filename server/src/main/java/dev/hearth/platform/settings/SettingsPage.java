package dev.hearth.platform.settings;

/// Writes the page of documentation about a root record's settings, in Markdown.
public final class SettingsPage {
  private SettingsPage() {}

  public static String of(Class<? extends Record> root) {
    StringBuilder page = new StringBuilder();
    for (KnownSetting.Group group : KnownSetting.groupsOf(root)) {
      page.append("\n## ").append(group.name()).append("\n\n");
      page.append(group.about()).append("\n\n| key | default | meaning |\n|---|---|---|\n");
      for (KnownSetting setting : group.settings()) {
        String is = setting.setting().is();
        page.append(
            "| `%s` | %s | %s |\n"
                .formatted(
                    setting.key(), is.isEmpty() ? "–" : "`" + is + "`", setting.setting().value()));
      }
    }
    return page.toString();
  }
}
