package dev.hearth.chat.message.action;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hearth.chat.message.action.Sending.Sent;
import java.util.Optional;
import java.util.function.Consumer;

/// Answers for several messages at once: with the first refusal, or else with the last that was
/// accepted. Any thread may call it.
final class Together {
  private final Consumer<Sent> then;

  @GuardedBy("this")
  private int open;

  @GuardedBy("this")
  private Optional<Sent> worst = Optional.empty();

  /// @param open how many there are; when none, `then` hears so at once
  Together(int open, Consumer<Sent> then) {
    this.open = open;
    this.then = then;
    if (open == 0) {
      then.accept(new Sent.Accepted(0));
    }
  }

  void one(Sent sent) {
    Sent result;
    synchronized (this) {
      if (sent instanceof Sent.Refused && worst.isEmpty()) {
        worst = Optional.of(sent);
      }
      open--;
      if (open > 0) {
        return;
      }
      result = worst.orElse(sent);
    }
    then.accept(result);
  }
}
