package dev.hearth.cli;

import dev.hearth.edge.web.WebFiles;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/// The text of `--version`.
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version =
        Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
            .orElse("unpacked");
    // The build prints it, too: who builds the same sources gets the same files.
    String web = WebFiles.onClassPath().map(WebFiles::digest).orElse("not here");
    return new String[] {
      "Hearth " + version,
      "Java " + Runtime.version() + ", " + System.getProperty("os.name"),
      "Web messenger " + web
    };
  }
}
