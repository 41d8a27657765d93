package dev.hearth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Starts one server, or a part of one, for all tests of a class, over a new data folder, and hands
/// it to the constructor of the class. Both are gone after the last test.
public abstract class OnePerClass<T> implements BeforeAllCallback, ParameterResolver {
  private static final Namespace STORE = Namespace.create(OnePerClass.class);

  private final Class<T> type;
  private final Function<Path, T> start;
  private final Consumer<T> stop;

  /// @param start starts one over an empty folder
  /// @param stop ends it
  protected OnePerClass(Class<T> type, Function<Path, T> start, Consumer<T> stop) {
    this.type = type;
    this.start = start;
    this.stop = stop;
  }

  @Override
  public final void beforeAll(ExtensionContext context) {
    // In the context of the class, whose store closes it.
    started(context);
  }

  @Override
  public final boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == type;
  }

  @Override
  public final T resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return type.cast(started(context).running);
  }

  private Started started(ExtensionContext context) {
    return context.getStore(STORE).computeIfAbsent(Started.class, _ -> start(), Started.class);
  }

  private Started start() {
    try {
      Path folder = Files.createTempDirectory("hearth-test");
      T running = start.apply(folder);
      return new Started(running, () -> stop.accept(running), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Started(Object running, Runnable stop, Path folder) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      stop.run();
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
