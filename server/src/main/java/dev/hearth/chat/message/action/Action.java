package dev.hearth.chat.message.action;

/// A request that a client may make over Blaze.
public interface Action {

  /// Whether performing it now may wait for a database, so that it must not be done on an event
  /// loop.
  boolean mayWait(Exchange exchange);

  /// Checks, does, answers. The answer may come later, from another thread.
  void perform(Exchange exchange);
}
