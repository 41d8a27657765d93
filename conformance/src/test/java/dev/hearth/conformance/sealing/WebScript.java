package dev.hearth.conformance.sealing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Starts a script of the web messenger's tests, on the Deno that builds it.
final class WebScript {
  private static final Path WEB = Path.of("../web").toAbsolutePath().normalize();

  private WebScript() {}

  /// @param path below `web/`
  /// @param permissions as Deno names them
  static Process start(String path, String... permissions) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(System.getProperty("hearth.deno"), "run", "--quiet", "--no-check"));
    command.addAll(List.of("--no-prompt", "--cached-only"));
    command.addAll(List.of(permissions));
    command.add(path);
    var builder =
        new ProcessBuilder(command)
            .directory(WEB.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("DENO_DIR", System.getProperty("hearth.deno.cache"));
    builder.environment().put("DENO_NO_UPDATE_CHECK", "1");
    return builder.start();
  }
}
