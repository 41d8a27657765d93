package dev.hearth.chat.message.log;

import dev.hearth.protocol.id.MessageId;
import java.util.function.Predicate;

/// The message that a draft takes back. The commit that stores the draft removes the target's
/// payload from every log that holds it. The target's entries stay where they stand, {@link
/// Entry#erased}.
///
/// @param allowed whether the draft's author may, by what is known of the target at the commit. It
///   is asked on the thread that commits and must not wait for anything. An unknown target is never
///   allowed
public record Recall(MessageId target, Predicate<Indexed> allowed) {}
