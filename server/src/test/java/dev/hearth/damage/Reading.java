package dev.hearth.damage;

import dev.hearth.Eventually;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Compares the pushes to one person with the answered messages of the others.
final class Reading {
  private final World world;
  private final OpenFloors floors;
  private final World.Person person;
  private final List<String> pushed;

  Reading(World world, OpenFloors floors, World.Person person) {
    this.world = world;
    this.floors = floors;
    this.person = person;
    this.pushed = floors.listen(person);
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
    Set<String> lines = new HashSet<>(pushed);
    Set<MessageId> found = new HashSet<>();
    expected()
        .forEach((id, answered) -> {
          if (lines.contains(id + " " + answered.text())) {
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
    Eventually.holds(
        "the last message came",
        () -> pushed.stream().anyMatch(line -> line.startsWith(marker.toString())));
    Set<MessageId> found = found();
    found.retainAll(before.keySet());
    return found;
  }
}
