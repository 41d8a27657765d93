package dev.hearth.sdk;

import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.SnapshotId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.Attachment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The server's HTTP API, as the session sees it. Every call is one request, made once, and blocks
/// until it is answered or [Pace#answerWithin] is over.
///
/// All calls throw [HearthException] when the server refuses, can't be reached or makes no sense;
/// where callers are expected to branch, a value says so instead.
public interface HearthApi {

  /// The user of this session.
  User me();

  /// Changes what others see of this user.
  ///
  /// @param name 1 to 64 characters
  /// @param biography up to 1,024 characters, or ""
  User changeProfile(String name, String biography);

  /// Signs a session of this user out for good: this one, or another. Its keys and what waits for it
  /// go with it.
  void signOut(SessionId session);

  Optional<User> findUser(UserId user);

  /// @param identityNumber the digits by which people find each other, such as `7000100001`
  Optional<User> findUser(String identityNumber);

  /// Those of the users that exist.
  List<User> users(Collection<UserId> users);

  List<User> friends();

  /// The users whom this user has blocked.
  List<User> blocked();

  /// The sessions of all of these users.
  List<Device> devices(Collection<UserId> users);

  /// Changes what another user is to this one.
  ///
  /// @return the other user, with the relationship as it is now
  User relate(UserId other, RelationshipChange change);

  Optional<Conversation> findConversation(ConversationId conversation);

  /// The conversation with another user; created if it does not exist.
  Conversation createContact(UserId other);

  /// A new group with this user as its owner, under a fresh id.
  ///
  /// {@snippet class="dev.hearth.testkit.ClientExamplesTest" region="group" :
  ///
  /// var hikers = client.api().createGroup("Hikers", List.of(bob.id(), carol.id()));
  /// client.send(
  ///     OutgoingMessage.text(hikers.id(), "Where to, @Bob?")
  ///         .mentioning(List.of(bob.id()))
  ///         .expiringAfter(Duration.ofDays(7)));
  /// }
  ///
  /// @param participants the other members
  Conversation createGroup(String name, Collection<UserId> participants);

  /// A group under an id of the caller's; made again, it is the same group. Ids of version 3 follow
  /// from other things, and are refused.
  Conversation createGroup(ConversationId id, String name, Collection<UserId> participants);

  Conversation addParticipants(ConversationId group, Collection<UserId> users);

  Conversation removeParticipants(ConversationId group, Collection<UserId> users);

  /// Makes members admins, or members again, as its owner may.
  Conversation giveRole(ConversationId group, Collection<UserId> users, Participant.Role role);

  /// Gives a group another name, as its owner and admins may.
  ///
  /// @param name up to 512 characters
  Conversation rename(ConversationId group, String name);

  /// Sets the announcement that a group shows to all its members, in place of the one before.
  ///
  /// @param announcement up to 1,024 characters; "" removes it
  Conversation announce(ConversationId group, String announcement);

  /// Another invitation to a group; the one before leads nowhere.
  Conversation rotateCode(ConversationId group);

  /// Has this user's devices keep quiet about a conversation.
  ///
  /// @param time in whole seconds, up to ten years; zero lets them speak again
  void mute(ConversationId conversation, Duration time);

  /// Lets messages disappear this long after they were read. A message's own time takes precedence.
  ///
  /// @param time in whole seconds, up to 12 weeks; zero lets them stay
  void disappearAfter(ConversationId conversation, Duration time);

  /// @param codeId the group's invitation, from [Conversation#codeId]
  Conversation join(String codeId);

  void exit(ConversationId group);

  /// Sends up to 100 messages, all or none, as bots may. Sending one again, under its id, changes
  /// nothing.
  ///
  /// @throws IllegalArgumentException when one is [protected][OutgoingMessage#protectedBy]: only
  ///   [HearthClient#send] seals
  Sent send(List<OutgoingMessage> messages);

  /// As [#upload(Path, String, Progress)], unwatched.
  default Attachment upload(Path file, String mimeType) throws IOException {
    return upload(file, mimeType, Progress.UNWATCHED);
  }

  /// Uploads a file as it is. Nobody knows of it until a message names it.
  ///
  /// Like all transfers it is given up when nothing moves for [Pace#goneAfter], when the calling
  /// thread is interrupted, and when the client is closed.
  ///
  /// {@snippet class="dev.hearth.testkit.ClientExamplesTest" region="upload" :
  ///
  /// var attachment =
  ///     client.api().upload(picture, "image/jpeg", (bytes, of) -> bar.add(bytes + " of " + of));
  /// client.send(OutgoingMessage.of(conversation, Image.of(attachment, 640, 480)));
  /// }
  ///
  /// @param mimeType what the message is to call it
  /// @throws IOException when the file can't be read
  Attachment upload(Path file, String mimeType, Progress progress) throws IOException;

  /// As [#uploadSealed(Path, String, Progress)], unwatched.
  default Attachment uploadSealed(Path file, String mimeType) throws IOException {
    return uploadSealed(file, mimeType, Progress.UNWATCHED);
  }

  /// Uploads a file sealed with a key of its own, which only the returned attachment has: for
  /// messages that are themselves protected; apps refuse it in others.
  ///
  /// @param mimeType what the message is to call it
  /// @throws IOException when the file can't be read
  Attachment uploadSealed(Path file, String mimeType, Progress progress) throws IOException;

  /// As [#download(Attachment, Path, long, Progress)], unwatched.
  default Downloaded download(Attachment attachment, Path into, long mostBytes) throws IOException {
    return download(attachment, into, mostBytes, Progress.UNWATCHED);
  }

  /// Fetches an attachment into a file. The file appears, or is replaced, only when all of it is
  /// there; a sealed attachment must also be opened and proved to be what its sender sealed. If the
  /// connection breaks, the download continues from there.
  ///
  /// {@snippet class="dev.hearth.testkit.ClientExamplesTest" region="download" :
  ///
  /// String outcome =
  ///     switch (client.api().download(image.attachment(), file, 10_000_000)) {
  ///       case Downloaded.Saved saved -> "kept";
  ///       case Downloaded.Missing() -> "not there any more";
  ///       case Downloaded.TooLarge() -> "more than 10 MB";
  ///       case Downloaded.Damaged() -> "not what was sent";
  ///     };
  /// }
  ///
  /// @param mostBytes the limit; a larger file is not fetched, and neither is one larger than the
  ///   attachment says
  /// @throws IOException when the file can't be written
  Downloaded download(Attachment attachment, Path into, long mostBytes, Progress progress)
      throws IOException;

  /// Acknowledges up to 100 pushed messages. Ids that the server does not know do no harm.
  void acknowledge(Collection<MessageId> messages, ReceiptStatus status);

  /// The receipts of this user's messages, oldest change first, a page at a time: ask again with
  /// the last one's [Receipt#at] until the page is empty.
  ///
  /// @param after only changes that the server learnt of later than this
  List<Receipt> receipts(Instant after);

  /// The assets of which this user has something, in the order in which they were added. Empty on a
  /// server without a ledger.
  List<Holding> holdings();

  /// An asset, and how much of it this user has, which may be 0; empty when there is no such asset.
  Optional<Holding> findHolding(AssetId asset);

  /// The assets whose symbol or name has this text in it, in upper or lower case, and that are not
  /// retired.
  ///
  /// @throws HearthException with code 404 on a server without a ledger
  List<Asset> findAssets(String text);

  /// Transfers something of what this user has to another user. Both are told, with a message that
  /// [Snapshot#find] reads. Making the same transfer again, under its trace, changes nothing, and is
  /// answered as before: when the server could not be reached, or answers with 429, call again.
  ///
  /// {@snippet class="dev.hearth.testkit.LedgerTest" region="pay" :
  ///
  /// var transfer = Transfer.of(ember.id(), bob.id(), new BigDecimal("1.5")).withMemo("for tea");
  /// try {
  ///   var paid = client.api().pay(transfer, pin);
  ///   show(paid.closing().orElseThrow() + " left");
  /// } catch (HearthException e) {
  ///   show(e.code() == ErrorCode.BALANCE_TOO_LOW.code() ? "You have less." : e.description());
  /// }
  /// }
  ///
  /// @param pin the six digits of this user; nobody but the server can read them on the way. Of
  ///   several calls with a PIN, one is made at a time
  /// @return what it did to this user's balance
  /// @throws HearthException with one of the codes of [dev.hearth.protocol.blaze.ErrorCode]: 20117
  ///   when the balance is too low; 20119 when the PIN is wrong, or this user has none; 20118 when
  ///   this user's PIN is a key, as some apps have it, or the keystore is not this server's; 429
  ///   after five wrong PINs in a day; 20120 when the amount is not above 0, or has more decimals
  ///   than the asset; 403 when the payee is this user or blocks them, or the asset is retired; 404
  ///   when there is no such payee or asset, or the server has no ledger; 10002 when another
  ///   transfer of this user has this trace, or the memo is too long; 20125 when the trace is
  ///   somebody else's. A transfer that is refused moves nothing
  /// @throws IllegalArgumentException when the PIN is not six digits, or the keystore does not tell
  ///   the server's key for PINs
  Snapshot pay(Transfer transfer, String pin);

  /// A snapshot of this user's.
  ///
  /// @return empty when there is no snapshot of this id
  /// @throws HearthException with code 403 when it is somebody else's
  Optional<Snapshot> findSnapshot(SnapshotId snapshot);

  /// This user's snapshot of a transfer, whether they paid or were paid: it tells whether the
  /// transfer was made.
  ///
  /// @return empty when no transfer was made under this trace
  /// @throws HearthException with code 403 when it is a transfer between others
  Optional<Snapshot> findSnapshot(TraceId trace);

  /// The changes of this user's balances, a page at a time.
  ///
  /// {@snippet class="dev.hearth.testkit.LedgerTest" region="pages" :
  ///
  /// var query = SnapshotQuery.oldest().ofAsset(ember.id());
  /// var page = client.api().snapshots(query);
  /// while (!page.isEmpty()) {
  ///   page.forEach(snapshot -> show(snapshot.amount() + " " + snapshot.memo()));
  ///   page = client.api().snapshots(query.after(page.getLast()));
  /// }
  /// }
  List<Snapshot> snapshots(SnapshotQuery query);

  /// Whether this user has a PIN.
  boolean hasPin();

  /// Gives this user a first PIN. A device that was linked may not.
  ///
  /// @param pin six digits; nobody but the server can read them on the way
  /// @throws HearthException with code 20119 when there is one already, 403 on a linked device
  /// @throws IllegalArgumentException as [#pay] does
  void setPin(String pin);

  /// Gives this user another PIN in the place of the one before.
  ///
  /// @throws HearthException with code 20119 when `old` is wrong, and 429 after five wrong PINs in a
  ///   day
  /// @throws IllegalArgumentException as [#pay] does
  void changePin(String old, String pin);
}
