package dev.hearth.damage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Compares the pushes to one person with the answered messages of the others.
final class Reading {
  private static final int PATIENCE_SECONDS = 20;
  private static final long LOOK_AGAIN_NANOS = 1_000_000;

  private final World world;
  private final OpenFloors floors;
  private final World.Person person;
  private final OpenFloors.Inbox inbox;

  Reading(World world, OpenFloors floors, World.Person person) {
    this.world = world;
    this.floors = floors;
    this.person = person;
    this.inbox = floors.listen(person);
  }

  /// The messages that must come: everything that others said where this person is a member.
  Map<MessageId, World.Answered> expected() {
    Map<MessageId, World.Answered> expected = new HashMap<>(world.messages);
    expected
        .values()
        .removeIf(answered ->
            answered.author().equals(person)
                || !world.members.get(answered.conversation()).contains(person));
    return expected;
  }

  /// The expected messages that came unchanged.
  Set<MessageId> found() {
    Set<String> pushed = new HashSet<>(inbox.pushed());
    Set<MessageId> found = new HashSet<>();
    expected()
        .forEach((id, answered) -> {
          if (pushed.contains(id + " " + answered.text())) {
            found.add(id);
          }
        });
    return found;
  }

  /// As {@link #found}, once all that is there has come.
  Set<MessageId> foundToTheEnd() {
    Map<MessageId, World.Answered> before = expected();
    // Sent last, it comes last.
    ConversationId any = world.members.keySet().iterator().next();
    World.Person other =
        world.members.get(any).stream().filter(one -> !one.equals(person)).findAny().orElseThrow();
    MessageId marker = world.unheard(floors, other, any);
    await(() -> inbox.pushed().stream().anyMatch(line -> line.startsWith(marker.toString())));
    Set<MessageId> found = found();
    found.retainAll(before.keySet());
    return found;
  }

  static void await(BooleanSupplier state) {
    long until = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
    while (!state.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the state is reached in time").isLessThan(until);
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }
}
