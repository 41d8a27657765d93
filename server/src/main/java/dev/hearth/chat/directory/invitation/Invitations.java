package dev.hearth.chat.directory.invitation;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Accounts.SignedUp;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.conversation.Contacts;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.door.Transaction;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.platform.time.Ages;
import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.UserId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// The invitations there are, and the accounts that are made with them or without.
///
/// Any thread may call; calls block.
public final class Invitations {
  public static final Migrations MIGRATIONS =
      new Migrations("db/invitation", List.of("V12_1__invitations.sql"));

  /// How many accounts may be made with one.
  public static final int MOST_USES = 10_000;

  /// How long one may be good.
  public static final Duration LONGEST = Duration.ofDays(365);

  /// How many there may be, those included that are used up or ended lately.
  public static final int MOST_KEPT = 10_000;

  /// A code that nobody guesses needs no count of wrong ones.
  private static final int CODE_BYTES = 16;

  private static final String CODE_FORM = "[A-Za-z0-9_-]{22}";
  private static final Duration KEPT_AFTER_END = Duration.ofDays(90);

  private static final Refusal UNKNOWN =
      Refusal.of(ErrorCode.NOT_FOUND, "There is no invitation of this code.");
  private static final Refusal USED_UP =
      Refusal.of(ErrorCode.INVITATION_USED, "The invitation was used as often as it may be.");
  private static final Refusal ENDED =
      Refusal.of(ErrorCode.INVITATION_ENDED, "The invitation's time is over.");
  private static final Refusal CLOSED =
      Refusal.of(ErrorCode.FORBIDDEN, "Only the operator adds people to this server.");
  private static final Refusal NOT_INVITED =
      Refusal.of(ErrorCode.FORBIDDEN, "People need an invitation to this server.")
          .withField("invitation");
  private static final Refusal NO_ROOM_FOR_CONTACT =
      Refusal.of(
          ErrorCode.TOO_MANY_FRIENDS, "The contact of the invitation has no room for more people.");

  /// A new invitation.
  ///
  /// @param code what the link has; it is nowhere else
  public record MadeInvitation(Invitation invitation, String code) {
    @Override
    public String toString() {
      return "MadeInvitation[" + invitation + "]";
    }
  }

  private final Directory directory;
  private final Accounts accounts;
  private final Contacts contacts;
  private final SignUpPolicy policy;
  private final Ages ages;
  private final SecureRandom random = new SecureRandom();

  /// @param ages how long ago an invitation ended
  public Invitations(
      Directory directory, Accounts accounts, Contacts contacts, SignUpPolicy policy, Ages ages) {
    this.directory = directory;
    this.accounts = accounts;
    this.contacts = contacts;
    this.policy = policy;
    this.ages = ages;
  }

  public SignUpPolicy policy() {
    return policy;
  }

  // For the operator

  /// Makes an invitation.
  ///
  /// @param uses 1 to {@link #MOST_USES}
  /// @param life more than zero, and at most {@link #LONGEST}
  /// @param contact somebody who exists
  /// @return empty when there are {@link #MOST_KEPT} already
  public Optional<MadeInvitation> create(int uses, Duration life, Optional<UserId> contact) {
    if (uses < 1 || uses > MOST_USES || !life.isPositive() || life.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("an invitation has uses, and an end");
    }
    byte[] bytes = new byte[CODE_BYTES];
    random.nextBytes(bytes);
    String code = WireBase64.rawUrl(bytes);
    long now = now();
    long ends = now + WireTime.micros(life);
    var invitation = new Invitation(UUID.randomUUID(), uses, 0, contact, now, ends);
    // Not in the transaction: to notice that time passed may be a write of its own.
    long forgotten = ages.ago(KEPT_AFTER_END);
    return directory.change(tx -> {
      InvitationTable.forget(tx.handle(), forgotten);
      if (InvitationTable.count(tx.handle()) >= MOST_KEPT) {
        return Optional.empty();
      }
      InvitationTable.insert(tx.handle(), invitation, hash(code));
      return Optional.of(new MadeInvitation(invitation, code));
    });
  }

  /// All that are kept, newest first.
  public List<Invitation> list() {
    return directory.read(InvitationTable::list);
  }

  /// Whether somebody comes in by it, as far as it is up to the invitation.
  public boolean isGood(Invitation invitation) {
    return !invitation.usedUp() && !invitation.ended(now());
  }

  /// Ends an invitation now.
  ///
  /// @return whether it was good until now
  public boolean revoke(UUID id) {
    return directory.tidy(tx -> InvitationTable.end(tx.handle(), id, now()));
  }

  // For people who come

  /// The invitation of this code, or why nobody comes in by it.
  public Outcome<Invitation> look(String code) {
    if (policy == SignUpPolicy.CLOSED) {
      return Outcome.refused(CLOSED);
    }
    return code.matches(CODE_FORM)
        ? directory.read(handle -> look(handle, hash(code)))
        : Outcome.refused(UNKNOWN);
  }

  private Outcome<Invitation> look(Handle handle, String hash) {
    Optional<Invitation> found = InvitationTable.find(handle, hash);
    if (found.isEmpty()) {
      return Outcome.refused(UNKNOWN);
    }
    if (found.get().ended(now())) {
      return Outcome.refused(ENDED);
    }
    return found.get().usedUp() ? Outcome.refused(USED_UP) : new Outcome.Done<>(found.get());
  }

  /// Makes an account without an invitation, where everybody may.
  public Outcome<SignedUp> signUp(NewPerson person) {
    return objectionToUninvited()
        .<Outcome<SignedUp>>map(Outcome.Refused::new)
        .orElseGet(() -> directory.change(tx -> new Outcome.Done<>(insert(tx, person))));
  }

  /// Why nobody makes an account without an invitation; empty when everybody may.
  public Optional<Refusal> objectionToUninvited() {
    return switch (policy) {
      case CLOSED -> Optional.of(CLOSED);
      case INVITATION -> Optional.of(NOT_INVITED);
      case OPEN -> Optional.empty();
    };
  }

  /// Makes an account with an invitation: all of it, or nothing.
  public Outcome<SignedUp> accept(String code, NewPerson person) {
    return look(code)
        .then(invitation -> {
          Optional<User> contact = invitation.contact().flatMap(accounts::findUser);
          if (contact.filter(one -> contacts.full(one.id(), person.id())).isPresent()) {
            return Outcome.refused(NO_ROOM_FOR_CONTACT);
          }
          return accept(hash(code), person, contact);
        });
  }

  private Outcome<SignedUp> accept(String hash, NewPerson person, Optional<User> contact) {
    Optional<Function<Transaction, Outcome<User>>> meeting =
        contact.map(one -> contacts.meeting(person.id(), one));
    return directory.changeIf(
        Outcome.Done.class::isInstance,
        tx -> {
          if (!InvitationTable.use(tx.handle(), hash, now())) {
            return whyUseless(tx.handle(), hash);
          }
          SignedUp signedUp = insert(tx, person);
          return meeting
              .map(step -> step.apply(tx).then(_ -> new Outcome.Done<>(signedUp)))
              .orElseGet(() -> new Outcome.Done<>(signedUp));
        });
  }

  /// Somebody else was faster.
  private Outcome<SignedUp> whyUseless(Handle handle, String hash) {
    return look(handle, hash).then(_ -> Outcome.refused(USED_UP));
  }

  private SignedUp insert(Transaction tx, NewPerson person) {
    return accounts.signUp(tx, person.id(), person.fullName(), person.portrait(), person.device());
  }

  private static String hash(String code) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(code.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private long now() {
    return directory.stamps().now();
  }
}
