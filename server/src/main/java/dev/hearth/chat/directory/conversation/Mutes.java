package dev.hearth.chat.directory.conversation;

import dev.hearth.chat.directory.door.Answers;
import dev.hearth.chat.directory.door.Answers.Room;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.door.Fact.MutesChanged;
import dev.hearth.chat.directory.outbox.Recipients;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Keeps until when a user has muted a conversation. Its messages are still delivered: the user's
/// devices keep quiet.
///
/// Any thread may call; calls block.
public final class Mutes {
  /// Ten years: far beyond the year that clients offer.
  public static final Duration LONGEST = Duration.ofDays(3_660);

  private static final long MOST_CACHED = 500_000;

  private final Directory directory;
  private final InstantSource clock;
  private final Answers<UserId, Map<ConversationId, Long>> ofUsers;

  public Mutes(Directory directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
    this.ofUsers =
        directory
            .answers(
                new Room<Map<ConversationId, Long>>(MOST_CACHED, all -> 1 + all.size()),
                MuteTable::of)
            .forgottenWith(MutesChanged.class, MutesChanged::user);
  }

  /// Until when, in microseconds since the epoch; empty when the conversation was never muted, or
  /// no longer is by the user's own word.
  public Optional<Long> until(UserId user, ConversationId conversation) {
    return Optional.ofNullable(of(user).get(conversation));
  }

  /// Like {@link #until}, of the conversation that `user` has with `other`.
  public Optional<Long> until(UserId user, UserId other) {
    var all = of(user);
    return all.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(all.get(ConversationId.ofContact(user, other)));
  }

  /// Mutes from now on, or unmutes after a `duration` of zero, and tells the user's other sessions.
  ///
  /// @param session the one that asks
  /// @param duration from zero to {@link #LONGEST}
  public void mute(UserId user, SessionId session, ConversationId conversation, Duration duration) {
    if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("nobody mutes for " + duration);
    }
    directory.run(tx -> {
      if (duration.isZero()) {
        MuteTable.remove(tx, user, conversation);
      } else {
        MuteTable.put(tx, user, conversation, WireTime.micros(clock.instant().plus(duration)));
      }
      tx.tell(conversation, Recipients.othersOf(user, session), GroupNotices.updated(user));
    });
  }

  private Map<ConversationId, Long> of(UserId user) {
    return ofUsers.get(user);
  }
}
