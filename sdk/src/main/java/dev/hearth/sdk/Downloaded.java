package dev.hearth.sdk;

/// The outcome of a download. In all cases but [Saved] the file is missing, or as it was before.
public sealed interface Downloaded {

  /// The file is there. If the attachment was sealed, the file is opened and is what its sender
  /// sealed.
  ///
  /// @param size in bytes
  record Saved(long size) implements Downloaded {}

  /// The attachment does not exist, or no longer.
  record Missing() implements Downloaded {}

  /// There is more of it than the message says, or than the caller allows.
  record TooLarge() implements Downloaded {}

  /// It was sealed, and is not what its sender sealed, or the message has no key for it: somebody
  /// changed it, or it broke.
  record Damaged() implements Downloaded {}
}
