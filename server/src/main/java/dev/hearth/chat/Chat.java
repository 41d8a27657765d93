package dev.hearth.chat;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Authentication;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.FavouriteApps;
import dev.hearth.chat.directory.account.Portraits;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.Reports;
import dev.hearth.chat.directory.account.ServerKey;
import dev.hearth.chat.directory.circle.Circles;
import dev.hearth.chat.directory.conversation.Contacts;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.Expenses;
import dev.hearth.chat.directory.conversation.Mutes;
import dev.hearth.chat.directory.conversation.Profiles;
import dev.hearth.chat.directory.conversation.Snapshots;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.key.SignalKeys;
import dev.hearth.chat.directory.link.Linking;
import dev.hearth.chat.directory.link.SignInCodes;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.chat.directory.pin.Pins;
import dev.hearth.chat.directory.scheme.Schemes;
import dev.hearth.chat.media.Attachments;
import dev.hearth.chat.media.FileStore;
import dev.hearth.chat.media.MediaMeters;
import dev.hearth.chat.media.Pictures;
import dev.hearth.chat.media.Tickets;
import dev.hearth.chat.media.sticker.OperatorAlbums;
import dev.hearth.chat.media.sticker.Stickers;
import dev.hearth.chat.message.action.Acknowledging;
import dev.hearth.chat.message.action.Actions;
import dev.hearth.chat.message.action.ConversationDevices;
import dev.hearth.chat.message.action.EncryptedSending;
import dev.hearth.chat.message.action.KeyHandover;
import dev.hearth.chat.message.action.Listing;
import dev.hearth.chat.message.action.Postage;
import dev.hearth.chat.message.action.Sending;
import dev.hearth.chat.message.delivery.Acknowledgements;
import dev.hearth.chat.message.delivery.Audience;
import dev.hearth.chat.message.delivery.ConversationAudience;
import dev.hearth.chat.message.delivery.Delivery;
import dev.hearth.chat.message.delivery.DeliveryMeters;
import dev.hearth.chat.message.delivery.Feed;
import dev.hearth.chat.message.delivery.Outlet;
import dev.hearth.chat.message.delivery.PushEncoder;
import dev.hearth.chat.message.delivery.Readers;
import dev.hearth.chat.message.delivery.Statuses;
import dev.hearth.chat.message.delivery.WindowBudget;
import dev.hearth.chat.message.log.Appender;
import dev.hearth.chat.message.log.LogFailure;
import dev.hearth.chat.message.log.rocksdb.RocksLog;
import dev.hearth.chat.message.notice.NoticeMeters;
import dev.hearth.chat.message.notice.Notices;
import dev.hearth.chat.message.retention.EndedSessions;
import dev.hearth.chat.message.retention.Retention;
import dev.hearth.chat.message.retention.SettledLogs;
import dev.hearth.platform.Platform;
import dev.hearth.platform.limits.ByteBudget;
import dev.hearth.platform.runtime.Rounds;
import dev.hearth.platform.runtime.StartRefused;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.platform.time.ClockWatch;
import dev.hearth.platform.time.PassedTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The middle floor: what messaging means. It knows no network: frames are encoded by whom the
/// floor above hands in.
public final class Chat implements AutoCloseable {

  /// @param window how many pushes a connection may leave unacknowledged
  /// @param windowBytes the memory of all that connections have left unacknowledged
  /// @param queue how many items may wait to be written to the log
  /// @param queueBytes how much memory they may take
  /// @param cacheBytes how much of the log's files is kept in memory
  /// @param retention how long a message waits for a session that does not come
  /// @param clockLag how far the machine's clock may be behind what is stored at the start
  /// @param mostMembers of a group
  /// @param leaveFree how many bytes of the disk attachments and pictures must leave free
  /// @param stickerFolder where the operator's sticker albums are
  /// @param rates how much work each may have done
  public record Settings(
      int window,
      long windowBytes,
      int queue,
      long queueBytes,
      long cacheBytes,
      Duration retention,
      Duration clockLag,
      int mostMembers,
      Attachments.Limits attachments,
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
          Schemes.MIGRATIONS,
          SignalKeys.MIGRATIONS,
          Pins.MIGRATIONS);

  /// How long a cursor that moved over a session's own messages stays in memory only.
  private static final Duration FLUSH_EVERY = Duration.ofSeconds(1);

  /// How often the log is looked through for what nobody needs any more.
  private static final Duration SWEEP_EVERY = Duration.ofHours(1);

  /// How often changed profiles are looked for that were not told yet.
  private static final Duration TELL_EVERY = Duration.ofSeconds(5);

  /// How often the clock is compared with what is stored.
  private static final Duration WATCH_EVERY = Duration.ofMinutes(1);

  private final Backups backups;
  private final RocksLog store;
  private final ChatAllowances allowances;
  private final ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();
  private final Rounds rounds;
  private final Directory directory;
  private final Accounts accounts;
  private final Relationships relationships;
  private final FavouriteApps favouriteApps;
  private final Reports reports;
  private final Conversations conversations;
  private final Contacts contacts;
  private final Snapshots snapshots;
  private final Circles circles;
  private final Mutes mutes;
  private final Portraits portraits;
  private final Profiles profiles;
  private final Pictures pictures;
  private final Stickers stickers;
  private final Schemes schemes;
  private final Authentication authentication;
  private final Delivery delivery;
  private final Appender appender;
  private final Acknowledgements acknowledgements;
  private final Sending sending;
  private final EncryptedSending encryptedSending;
  private final Acknowledging acknowledging;
  private final Statuses statuses;
  private final SignalKeys keys;
  private final Linking linking;
  private final SignInCodes signInCodes;
  private final Pins pins;
  private final Actions actions;
  private final Actions actionsInMemory;
  private final MediaMeters mediaMeters;
  private final Attachments attachments;
  private final Tickets tickets;

  private Chat(
      Platform platform, Settings settings, RocksLog store, PushEncoder encoder, Runnable broken) {
    this.backups = new Backups(platform, store);
    this.store = store;
    rounds = platform.rounds();
    allowances = ChatAllowances.of(platform.allowances(), settings.rates());
    var database = platform.database();
    directory = new Directory(database, platform.positions());
    accounts = new Accounts(directory, ServerKey.in(platform.folder()));
    relationships = new Relationships(directory);
    favouriteApps = new FavouriteApps(directory, platform.clock());
    reports = new Reports(directory, platform.clock());
    conversations =
        new Conversations(
            directory,
            accounts,
            relationships,
            new Expenses(allowances.strangers(), allowances.groupNotices()),
            settings.mostMembers());
    Pins.raise(directory);
    // All that is stored has raised the positions by now, and nothing is stamped yet.
    var clockWatch = new ClockWatch(platform.positions(), platform.meters());
    clockWatch.start(settings.clockLag());
    var passed = new PassedTime(database, platform.positions(), platform.timer());
    snapshots = new Snapshots(directory);
    contacts = new Contacts(directory, relationships, conversations);
    circles = new Circles(directory, accounts, conversations, platform.clock());
    portraits = new Portraits(directory);
    mutes = new Mutes(directory, platform.clock());
    profiles = new Profiles(directory, accounts, relationships, platform.clock());
    linking = new Linking(accounts, platform.clock());
    signInCodes = new SignInCodes(accounts, platform.clock());
    pins = new Pins(directory, accounts, platform.clock(), passed).shownOn(platform.meters());
    pictures =
        new Pictures(
            FileStore.open(platform.folder(), platform.folder().pictures(), settings.leaveFree()));
    schemes = new Schemes(directory);
    stickers = new Stickers(directory, pictures, platform.clock());
    var operatorAlbums = new OperatorAlbums(directory, pictures, platform.clock());
    settings.stickerFolder().ifPresentOrElse(operatorAlbums::load, operatorAlbums::unload);
    authentication =
        new Authentication(
            accounts, platform.clock(), allowances.failedChecks(), platform.meters());

    Audience audience = new ConversationAudience(conversations);
    var readers = new Readers();
    var meters = new DeliveryMeters(platform.meters());
    var windows = new ByteBudget("windows", settings.windowBytes()).shownOn(platform.meters());
    delivery =
        new Delivery(
            store,
            audience,
            encoder,
            readers,
            waiting,
            meters,
            settings.window(),
            new WindowBudget(windows, settings.windowBytes()));
    directory.tellOfMembers(delivery);
    appender =
        new Appender(
            store, delivery, settings.queue(), settings.queueBytes(), platform.space(), broken);
    acknowledgements = new Acknowledgements(store, audience, readers, delivery, appender, meters);

    var devices = new ConversationDevices(accounts);
    var postage = new Postage(allowances.sending(), allowances.undelivered(), allowances.asides());
    sending =
        new Sending(
            accounts, relationships, conversations, devices, postage, appender, platform.clock());
    encryptedSending = new EncryptedSending(accounts, sending, postage);
    acknowledging = new Acknowledging(acknowledgements, allowances.acknowledgements());
    statuses = new Statuses(store);
    keys =
        new SignalKeys(
            directory, accounts, relationships, conversations, allowances.oneTimeKeys(), passed);
    var listing = new Listing(delivery, allowances.listings());
    actions =
        Actions.waiting(
            sending,
            acknowledging,
            listing,
            new KeyHandover(accounts, relationships, conversations, devices, postage, appender),
            keys,
            allowances.changes());
    actionsInMemory = inMemory(listing, devices, postage, platform.clock());

    mediaMeters = new MediaMeters(platform.meters());
    attachments =
        new Attachments(
            directory,
            FileStore.open(
                platform.folder(), platform.folder().attachments(), settings.leaveFree()),
            platform.positions(),
            passed,
            settings.attachments(),
            mediaMeters);
    tickets = Tickets.in(platform.folder(), platform.clock());
    platform.folder().id().claimedByAll();

    var retention =
        new Retention(
            store,
            new SettledLogs(store, accounts, conversations),
            settings.retention(),
            passed,
            postage::gone);

    // Last, when all that they need is there.
    rounds.every(
        FLUSH_EVERY,
        "cursors",
        () -> {
          acknowledgements.flush();
          return false;
        });
    rounds.every(TELL_EVERY, "profiles", profiles::tellWaiting);
    rounds.every(
        WATCH_EVERY,
        "clock",
        () -> {
          clockWatch.look();
          passed.look();
          return false;
        });
    rounds.every(SWEEP_EVERY, "retention", retention::sweep);
    rounds.every(SWEEP_EVERY, "ended-sessions", new EndedSessions(store, accounts)::sweep);
    rounds.every(SWEEP_EVERY, "attachments", attachments::sweep);
    new Notices(
        directory.outbox(), accounts, appender, rounds, new NoticeMeters(platform.meters()));
  }

  /// The actions, on what is in memory alone: nothing that they are made of reaches a database.
  private Actions inMemory(
      Listing listing, ConversationDevices devices, Postage postage, InstantSource clock) {
    var people = accounts.inMemory();
    var acquaintances = relationships.inMemory();
    var talks = conversations.inMemory();
    var known = devices.inMemory(people);
    return Actions.inMemory(
        new Sending(people, acquaintances, talks, known, postage, appender, clock),
        new Acknowledging(acknowledgements.inMemory(), allowances.acknowledgements()),
        listing,
        new KeyHandover(people, acquaintances, talks, known, postage, appender));
  }

  /// @param broken runs when the log can't be written any more: this process is useless then
  public static Chat open(
      Platform platform, Settings settings, PushEncoder encoder, Runnable broken) {
    platform.folder().requireRestored();
    RocksLog store = openLog(platform, settings.cacheBytes());
    try {
      return new Chat(platform, settings, store, encoder, broken);
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

  // Connections

  /// A session connected; nothing is pushed before it asks for what is pending.
  public Feed connect(Caller caller, Outlet outlet) {
    return delivery.connect(caller.user(), caller.session(), caller.since(), outlet);
  }

  public void disconnect(Feed feed) {
    acknowledgements.disconnect(feed);
  }

  // For the edge

  public Backups backups() {
    return backups;
  }

  public ChatAllowances allowances() {
    return allowances;
  }

  public Directory directory() {
    return directory;
  }

  public Accounts accounts() {
    return accounts;
  }

  public Relationships relationships() {
    return relationships;
  }

  public FavouriteApps favouriteApps() {
    return favouriteApps;
  }

  public Reports reports() {
    return reports;
  }

  public Conversations conversations() {
    return conversations;
  }

  public Profiles profiles() {
    return profiles;
  }

  public Portraits portraits() {
    return portraits;
  }

  public Mutes mutes() {
    return mutes;
  }

  public Snapshots snapshots() {
    return snapshots;
  }

  public Contacts contacts() {
    return contacts;
  }

  public Pictures pictures() {
    return pictures;
  }

  public Schemes schemes() {
    return schemes;
  }

  public Stickers stickers() {
    return stickers;
  }

  public Circles circles() {
    return circles;
  }

  public Authentication authentication() {
    return authentication;
  }

  public SignalKeys keys() {
    return keys;
  }

  public Pins pins() {
    return pins;
  }

  public SignInCodes signInCodes() {
    return signInCodes;
  }

  public Linking linking() {
    return linking;
  }

  public Actions actions() {
    return actions;
  }

  /// The actions, for threads that never wait.
  public Actions actionsInMemory() {
    return actionsInMemory;
  }

  public Sending sending() {
    return sending;
  }

  public EncryptedSending encryptedSending() {
    return encryptedSending;
  }

  public Acknowledging acknowledging() {
    return acknowledging;
  }

  public Attachments attachments() {
    return attachments;
  }

  public Tickets tickets() {
    return tickets;
  }

  public MediaMeters mediaMeters() {
    return mediaMeters;
  }

  public Statuses statuses() {
    return statuses;
  }

  /// Writes what was accepted, answers it, and closes the log. Nothing may come in any more.
  @Override
  public void close() {
    rounds.close();
    acknowledgements.flush();
    appender.close();
    waiting.close();
    store.close();
  }
}
