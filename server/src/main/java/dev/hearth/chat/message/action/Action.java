package dev.hearth.chat.message.action;

/// A request that a client may make over Blaze.
public interface Action {

  /// Checks, does, answers. The answer may come later, from another thread.
  ///
  /// @throws dev.hearth.platform.runtime.NotInMemory when it decides by what is in memory, and that
  ///   is not enough; then nothing was charged, changed or answered
  void perform(Exchange exchange);
}
