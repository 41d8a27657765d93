package dev.hearth.chat;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.circle.Circles;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.invitation.Invitations;
import dev.hearth.chat.directory.invitation.SignUpPolicy;
import dev.hearth.chat.directory.key.SignalKeys;
import dev.hearth.chat.directory.ledger.Ledger;
import dev.hearth.chat.directory.link.SignInCodes;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.chat.directory.pin.Pins;
import dev.hearth.chat.directory.scheme.Schemes;
import dev.hearth.chat.media.Attachments;
import dev.hearth.chat.media.Portraits;
import dev.hearth.chat.media.sticker.Stickers;
import dev.hearth.chat.message.delivery.PushEncoder;
import dev.hearth.chat.message.log.LogFailure;
import dev.hearth.chat.message.log.rocksdb.RocksLog;
import dev.hearth.platform.Platform;
import dev.hearth.platform.runtime.BackgroundTasks;
import dev.hearth.platform.runtime.StartRefused;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.platform.time.PassedTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The middle floor: what messaging means. It knows no network: the floor above hands in the
/// encoder of frames. It has three wings; messages and media use the directory, and don't know each
/// other.
///
/// @param allowances which the edge charges as well
public record Chat(
    DirectoryWing directory,
    MessageWing message,
    MediaWing media,
    ChatAllowances allowances,
    Backups backups,
    BackgroundTasks backgroundTasks,
    RocksLog store)
    implements AutoCloseable {

  /// @param window how many pushes a connection may leave unacknowledged
  /// @param windowBytes the memory of all that connections have left unacknowledged
  /// @param queue how many items may wait to be written to the log
  /// @param queueBytes how much memory they may take
  /// @param cacheBytes how much of the log's files is kept in memory
  /// @param retention how long a message waits for a session that does not come
  /// @param clockLag how far the machine's clock may be behind what is stored at the start
  /// @param mostMembers of a group
  /// @param ledger whether there is a ledger
  /// @param pinHashBytes how much memory it takes to hash a PIN
  /// @param signUp who may make an account
  /// @param leaveFree how many bytes of the disk attachments and pictures must leave free
  /// @param stickerFolder where the operator's sticker albums are
  /// @param rates how much work each may have done
  public record ChatSettings(
      int window,
      long windowBytes,
      int queue,
      long queueBytes,
      long cacheBytes,
      Duration retention,
      Duration clockLag,
      int mostMembers,
      boolean ledger,
      long pinHashBytes,
      SignUpPolicy signUp,
      Attachments.AttachmentLimits attachments,
      long leaveFree,
      Optional<Path> stickerFolder,
      Rates rates) {}

  /// The tables of this floor's features.
  public static final List<Migrations> MIGRATIONS =
      List.of(
          PassedTime.MIGRATIONS,
          Outbox.MIGRATIONS,
          Accounts.MIGRATIONS,
          Conversations.MIGRATIONS,
          Attachments.MIGRATIONS,
          Circles.MIGRATIONS,
          Stickers.MIGRATIONS,
          Portraits.MIGRATIONS,
          Schemes.MIGRATIONS,
          SignalKeys.MIGRATIONS,
          Pins.MIGRATIONS,
          Ledger.MIGRATIONS,
          Invitations.MIGRATIONS,
          SignInCodes.MIGRATIONS);

  /// @param broken runs when the log can't be written any more: this process is useless then
  public static Chat open(
      Platform platform, ChatSettings settings, PushEncoder encoder, Runnable broken) {
    platform.folder().requireRestored();
    RocksLog store = openLog(platform, settings.cacheBytes());
    try {
      var allowances = ChatAllowances.of(platform.allowances(), settings.rates());
      var passed = new PassedTime(platform.database(), platform.positions(), platform.timer());
      var directory = DirectoryWing.open(platform, settings, allowances, passed);
      var media = MediaWing.open(platform, settings, directory.door(), passed);
      // Last, when all that its rounds need is there.
      var message =
          MessageWing.open(
              platform, settings, allowances, store, directory, passed, encoder, broken);
      platform.folder().id().claimedByAll();
      return new Chat(
          directory,
          message,
          media,
          allowances,
          new Backups(platform, store, media.pictures()),
          platform.backgroundTasks(),
          store);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  static RocksLog openLog(Platform platform, long cacheBytes) {
    try {
      return RocksLog.open(platform.folder(), platform.positions(), cacheBytes, platform.meters());
    } catch (LogFailure e) {
      throw new StartRefused(String.valueOf(e.getMessage()), e);
    }
  }

  /// Writes what was accepted, answers it, and closes the log. Nothing may come in any more.
  @Override
  public void close() {
    backgroundTasks.close();
    message.close();
    store.close();
  }
}
