package dev.hearth.chat.log;

import dev.hearth.protocol.MessageId;
import java.util.function.Predicate;

/// What a draft takes back: in the commit that stores the draft, the target's payload goes from
/// every log that holds it. Its entries stay where they stand, {@link Entry#erased}.
///
/// @param allowed whether the draft's author may, by what is known of the target at the commit. It
///   is asked on the thread that commits and must not wait for anything. An unknown target is never
///   allowed
public record Recall(MessageId target, Predicate<Indexed> allowed) {}
