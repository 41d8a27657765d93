package dev.hearth.chat.message.log.rocksdb;

import dev.hearth.chat.message.log.LogFailure;
import dev.hearth.chat.message.log.LogFull;
import dev.hearth.chat.message.log.UnreadableLog;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/// Turns the errors of RocksDB into sentences that say what to do.
final class Failures {
  private Failures() {}

  static LogFailure opening(Path folder, RocksDBException e) {
    // RocksDB has no code for this, only the name of the file that it could not lock.
    if (message(e).contains("/LOCK: ")) {
      return new LogFailure(
          "The log in " + folder + " is open already: does another Hearth use this folder?", e);
    }
    if (message(e).contains("Column families not opened")) {
      return new LogFailure(
          "The log in "
              + folder
              + " was written by a newer version of Hearth: use that version, or restore a backup"
              + " of this one",
          e);
    }
    return of("opened", folder, e);
  }

  static LogFailure reading(Path folder, RocksDBException e) {
    LogFailure failure = of("read", folder, e);
    return failure instanceof UnreadableLog
        ? failure
        : new UnreadableLog(String.valueOf(failure.getMessage()), e);
  }

  static LogFailure writing(Path folder, RocksDBException e) {
    return of("written", folder, e);
  }

  private static LogFailure of(String done, Path folder, RocksDBException e) {
    String what = "The log in " + folder + " can't be " + done + ": ";
    @Nullable Status status = e.getStatus();
    if ((status != null && status.getSubCode() == Status.SubCode.NoSpace)
        || message(e).contains("No space left on device")) {
      return new LogFull(what + "the disk is full.", e);
    }
    if (status != null && status.getCode() == Status.Code.Corruption) {
      return new UnreadableLog(what + "it is damaged (" + message(e) + ").", e);
    }
    if (message(e).contains("No such file or directory")) {
      return new UnreadableLog(what + "a file of it is missing (" + message(e) + ").", e);
    }
    return new LogFailure(what + message(e), e);
  }

  private static String message(RocksDBException e) {
    @Nullable String message = e.getMessage();
    return message == null ? "no reason given" : message;
  }

  static LogFailure copying(Path folder, Path target, RocksDBException e) {
    return new LogFailure("The log in " + folder + " can't be copied to " + target + ".", e);
  }
}
