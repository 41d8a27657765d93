package dev.hearth.sdk;

/// What became of a download. In all cases but [Saved] there is no file, or the one from before.
public sealed interface Downloaded {

  /// The file is there. What was sealed is open, and is what its sender sealed.
  ///
  /// @param size in bytes
  record Saved(long size) implements Downloaded {}

  /// There is no such attachment, or no more.
  record Missing() implements Downloaded {}

  /// There is more of it than the message says, or than the caller allows.
  record TooLarge() implements Downloaded {}

  /// It was sealed, and is not what its sender sealed, or the message has no key for it: somebody
  /// changed it, or it broke.
  record Damaged() implements Downloaded {}
}
