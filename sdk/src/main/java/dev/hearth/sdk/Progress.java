package dev.hearth.sdk;

/// Is told how far an upload or a download is: first of none, then with every piece, at last of
/// all. Called by one thread at a time, not always the same one; the transfer waits for it.
@FunctionalInterface
public interface Progress {

  /// For who doesn't mind.
  Progress UNWATCHED = (bytes, of) -> {};

  /// @param bytes that have gone over the line; a sealed file is up to 64 bytes longer there
  /// @param of how many there are in all; 0 when the server doesn't say
  void moved(long bytes, long of);
}
