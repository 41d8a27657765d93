package dev.hearth.fuzz;

import dev.hearth.HearthConfig;
import dev.hearth.platform.settings.InvalidSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A settings file: any text parses as settings, or the error names the problem.
public final class SettingsFuzz {
  private SettingsFuzz() {}

  static List<byte[]> seeds() {
    String settings =
        """
        # a comment
        server.port = 0
        data.folder = data
        http.public-url = https://chat.example.org
        log.retention = 7d
        attachment.quota = 10 GiB
        fiat.rates = EUR 0.92, JPY 151.3
        turn.urls = turn:turn.example.org:3478
        turn.secret = s
        """;
    return List.of(settings.getBytes(StandardCharsets.UTF_8));
  }

  public static void fuzzerTestOneInput(byte[] text) {
    try {
      HearthConfig.parse(new String(text, StandardCharsets.UTF_8));
    } catch (InvalidSettings wrong) {
      if (wrong.problems().isEmpty()) {
        throw new AssertionError("refused without a reason", wrong);
      }
    }
  }
}
