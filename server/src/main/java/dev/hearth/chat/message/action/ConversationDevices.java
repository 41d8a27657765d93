package dev.hearth.chat.message.action;

import com.github.benmanes.caffeine.cache.Cache;
import dev.hearth.chat.directory.account.AccountView;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.conversation.Conversation;
import dev.hearth.platform.limits.Caches;
import dev.hearth.platform.runtime.NotInMemory;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.key.SessionChecksum;
import dev.hearth.protocol.payload.Category;
import java.util.List;
import java.util.Optional;

/// The devices that read in a conversation, and the checksum by which a sender shows that it
/// encrypted for just these.
///
/// It waits if its view of the accounts does. The checksum of a large group takes a while to
/// compute, so it is kept for as long as the members are the same and nobody anywhere signed in or
/// out.
public final class ConversationDevices {
  private static final int MOST_CACHED = 10_000;

  /// @param conversation what it was computed for: a change makes another object
  private record Known(Conversation conversation, long sessionChanges, String checksum) {}

  /// On a thread that serves others too, only conversations of at most this many are gone through.
  private static final int MOST_AT_ONCE = 64;

  private final AccountView accounts;
  private final int most;
  private final Cache<ConversationId, Known> checksums;

  public ConversationDevices(AccountView accounts) {
    this(accounts, Integer.MAX_VALUE, Caches.builder().maximumSize(MOST_CACHED).build());
  }

  private ConversationDevices(
      AccountView accounts, int most, Cache<ConversationId, Known> checksums) {
    this.accounts = accounts;
    this.most = most;
    this.checksums = checksums;
  }

  /// The same, for threads that never wait. It throws {@link NotInMemory} when it would have to, or
  /// would take long.
  ///
  /// @param accounts in memory
  public ConversationDevices inMemory(AccountView accounts) {
    return new ConversationDevices(accounts, MOST_AT_ONCE, checksums);
  }

  /// Every device of everybody in it, the bots' too.
  public List<Session> of(Conversation conversation) {
    if (conversation.size() > most) {
      throw NotInMemory.SIGNAL;
    }
    return conversation.participants().stream()
        .flatMap(participant -> accounts.sessions(participant.user()).stream())
        .toList();
  }

  /// The {@link SessionChecksum} of these devices.
  public String checksum(Conversation conversation) {
    return known(conversation)
        .orElseGet(() -> {
          long changes = accounts.sessionChanges();
          String checksum = SessionChecksum.of(of(conversation).stream().map(Session::id).toList());
          checksums.put(conversation.id(), new Known(conversation, changes, checksum));
          return checksum;
        });
  }

  /// Whether a message was encrypted for other devices than the conversation has, so that some
  /// can't read it. A sender that names no devices is taken to know none. Not checked are bots,
  /// which never name devices, and messages to one device, which that device asked for.
  boolean areUnknown(Caller sender, MessageRequest request, Conversation conversation) {
    return forAll(sender, request)
        && !request.conversationChecksum().orElse("").equals(checksum(conversation));
  }

  private static boolean forAll(Caller sender, MessageRequest request) {
    return !sender.bot()
        && request.sessionId().isEmpty()
        && switch (Category.family(request.category())) {
          case SIGNAL, ENCRYPTED -> true;
          case PLAIN, APP, MESSAGE, SYSTEM, WEBRTC, KRAKEN, OTHER -> false;
        };
  }

  private Optional<String> known(Conversation conversation) {
    return Optional.ofNullable(checksums.getIfPresent(conversation.id()))
        .filter(known -> known.conversation == conversation)
        .filter(known -> known.sessionChanges == accounts.sessionChanges())
        .map(Known::checksum);
  }
}
