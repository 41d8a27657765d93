package dev.hearth.conformance.page;

/// A block of Java, around which a reader puts a program.
final class Java {
  private static final String IMPORTS =
      """
      import dev.hearth.protocol.id.*;
      import dev.hearth.protocol.key.*;
      import dev.hearth.protocol.payload.*;
      import dev.hearth.sdk.*;
      import dev.hearth.sdk.store.*;
      import java.net.URI;
      import java.nio.file.Files;
      import java.nio.file.Path;
      import java.util.*;
      """;

  private Java() {}

  /// Starts statements as a program in one file, with what the packed program has on its class
  /// path.
  ///
  /// @param before statements in front of the block
  /// @param after statements behind it
  static Running start(Reader reader, String name, String before, Block block, String after) {
    String statements = before + "\n" + block.text() + "\n" + after;
    reader.write(name + ".java", IMPORTS + "void main() throws Exception {\n" + statements + "}\n");
    return reader.start(
        "exec \"$JAVA_HOME/bin/java\" -cp 'cli/target/hearth/lib/*' " + name + ".java");
  }
}
