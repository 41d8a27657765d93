package dev.hearth.edge.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Starts one {@link TestingApi} for all tests of a class, over a new data folder, and hands it to
/// the constructor of the class. Both are gone after the last test.
final class OneApi implements BeforeAllCallback, ParameterResolver {
  private static final Namespace STORE = Namespace.create(OneApi.class);

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    // The store closes it together with the context of the class.
    context.getStore(STORE).put(Started.class, Started.in(Files.createTempDirectory("hearth-api")));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestingApi.class;
  }

  @Override
  public TestingApi resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Started started = context.getStore(STORE).get(Started.class, Started.class);
    return Objects.requireNonNull(started, "started before all tests").api;
  }

  private record Started(TestingApi api, Path folder) implements AutoCloseable {
    static Started in(Path folder) {
      return new Started(new TestingApi(folder), folder);
    }

    @Override
    public void close() throws IOException {
      api.close();
      try (var all = Files.walk(folder)) {
        all.sorted(Comparator.reverseOrder()).forEach(Started::delete);
      }
    }

    private static void delete(Path file) {
      try {
        Files.delete(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
