package dev.hearth.platform.runtime;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/// The server can't start as things are; the message tells the operator why, and what to do.
public final class StartRefused extends RuntimeException {
  public StartRefused(String why) {
    super(why);
  }

  public StartRefused(String why, Throwable cause) {
    super(why, cause);
  }

  /// Says of a failure with files what an operator needs to know: which file, and what is wrong.
  ///
  /// @param what the beginning of the sentence
  public static StartRefused because(String what, IOException failure) {
    return new StartRefused(what + ": " + sentence(failure), failure);
  }

  private static String sentence(IOException failure) {
    if (!(failure instanceof FileSystemException file)) {
      return String.valueOf(failure.getMessage());
    }
    @Nullable String reason = file.getReason();
    String wrong =
        switch (file) {
          case AccessDeniedException _ ->
              "the user " + System.getProperty("user.name") + " has no right to it";
          case NoSuchFileException _ -> "it is not there";
          case NotDirectoryException _ -> "it is not a folder";
          case FileAlreadyExistsException _ -> "it is not a folder";
          default -> reason == null ? "it can't be used" : reason;
        };
    return file.getFile() + ": " + wrong;
  }
}
