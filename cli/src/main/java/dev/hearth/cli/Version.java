package dev.hearth.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/// The text of `--version`.
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version =
        Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
            .orElse("unpacked");
    return new String[] {
      "Hearth " + version, "Java " + Runtime.version() + ", " + System.getProperty("os.name")
    };
  }
}
