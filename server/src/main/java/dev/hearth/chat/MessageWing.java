package dev.hearth.chat;

import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.message.action.Acknowledging;
import dev.hearth.chat.message.action.Actions;
import dev.hearth.chat.message.action.ConversationDevices;
import dev.hearth.chat.message.action.EncryptedSending;
import dev.hearth.chat.message.action.KeyHandover;
import dev.hearth.chat.message.action.Listing;
import dev.hearth.chat.message.action.MessageCosts;
import dev.hearth.chat.message.action.Sending;
import dev.hearth.chat.message.delivery.Acknowledgements;
import dev.hearth.chat.message.delivery.Audience;
import dev.hearth.chat.message.delivery.ConversationAudience;
import dev.hearth.chat.message.delivery.Delivery;
import dev.hearth.chat.message.delivery.DeliveryMeters;
import dev.hearth.chat.message.delivery.Feed;
import dev.hearth.chat.message.delivery.OpenSessions;
import dev.hearth.chat.message.delivery.Outlet;
import dev.hearth.chat.message.delivery.PushEncoder;
import dev.hearth.chat.message.delivery.Statuses;
import dev.hearth.chat.message.delivery.WindowBudget;
import dev.hearth.chat.message.log.Appender;
import dev.hearth.chat.message.log.rocksdb.RocksLog;
import dev.hearth.chat.message.notice.NoticeMeters;
import dev.hearth.chat.message.notice.Notices;
import dev.hearth.chat.message.retention.EndedSessions;
import dev.hearth.chat.message.retention.Retention;
import dev.hearth.chat.message.retention.SettledLogs;
import dev.hearth.platform.Platform;
import dev.hearth.platform.limits.ByteBudget;
import dev.hearth.platform.limits.FairQueue;
import dev.hearth.platform.runtime.BackgroundTasks;
import dev.hearth.platform.time.PassedTime;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The wing of the messages: what a client may ask for, the log, and who still has to get an entry.
///
/// @param actions for threads that may wait
/// @param actionsInMemory the same, for threads that never wait
/// @param encryptedSending for messages that were encrypted for each session of a recipient
/// @param statuses how far somebody's messages came
public record MessageWing(
    Actions actions,
    Actions actionsInMemory,
    Sending sending,
    EncryptedSending encryptedSending,
    Acknowledging acknowledging,
    Statuses statuses,
    Delivery delivery,
    Acknowledgements acknowledgements,
    Appender appender,
    ExecutorService waiting)
    implements AutoCloseable {

  /// How long a cursor that moved over a session's own messages stays in memory only.
  private static final Duration FLUSH_EVERY = Duration.ofSeconds(1);

  private static final Duration LOOK_FOR_SILENCE_EVERY = Duration.ofSeconds(15);

  /// How often the log is looked through for what nobody needs any more.
  private static final Duration SWEEP_EVERY = Duration.ofHours(1);

  /// @param broken runs when the log can't be written any more
  static MessageWing open(
      Platform platform,
      Chat.ChatSettings settings,
      ChatAllowances allowances,
      RocksLog store,
      DirectoryWing directory,
      PassedTime passed,
      PushEncoder encoder,
      Runnable broken) {
    var accounts = directory.accounts();
    var relationships = directory.relationships();
    var conversations = directory.conversations();
    var waiting = Executors.newVirtualThreadPerTaskExecutor();
    Audience audience = new ConversationAudience(conversations);
    var openSessions = new OpenSessions();
    var meters = new DeliveryMeters(platform.meters());
    var windows = new ByteBudget("windows", settings.windowBytes()).shownOn(platform.meters());
    var delivery =
        new Delivery(
            store,
            audience,
            encoder,
            openSessions,
            waiting,
            meters,
            settings.window(),
            new WindowBudget(windows, settings.windowBytes()));
    directory.door().onMembershipChange(delivery);
    var appender =
        new Appender(
            store,
            delivery,
            FairQueue.QueueBounds.of(settings.queue(), settings.queueBytes()),
            platform.space(),
            meters::durable,
            broken);
    meters.showWaiting(platform.meters(), appender::waiting);
    var acknowledgements =
        new Acknowledgements(store, audience, openSessions, delivery, appender, meters);

    var devices = new ConversationDevices(accounts);
    var costs =
        new MessageCosts(allowances.sending(), allowances.undelivered(), allowances.asides());
    var clock = platform.clock();
    var sending =
        new Sending(accounts, relationships, conversations, devices, costs, appender, clock);
    var acknowledging = new Acknowledging(acknowledgements, allowances.acknowledgements());
    var listing = new Listing(delivery, allowances.listings());
    var actions =
        Actions.waiting(
            sending,
            acknowledging,
            listing,
            new KeyHandover(accounts, relationships, conversations, devices, costs, appender),
            directory.keys(),
            allowances.changes());

    // The same, on what is in memory alone: nothing that they are made of reaches a database.
    var accountsInMemory = accounts.inMemory();
    var relationshipsInMemory = relationships.inMemory();
    var conversationsInMemory = conversations.inMemory();
    var devicesInMemory = devices.inMemory(accountsInMemory);
    var actionsInMemory =
        Actions.inMemory(
            new Sending(
                accountsInMemory,
                relationshipsInMemory,
                conversationsInMemory,
                devicesInMemory,
                costs,
                appender,
                clock),
            new Acknowledging(acknowledgements.inMemory(), allowances.acknowledgements()),
            listing,
            new KeyHandover(
                accountsInMemory,
                relationshipsInMemory,
                conversationsInMemory,
                devicesInMemory,
                costs,
                appender));

    var retention =
        new Retention(
            store,
            new SettledLogs(store, accounts, conversations),
            settings.retention(),
            passed,
            costs::giveBack);
    startBackgroundTasks(
        platform.backgroundTasks(),
        acknowledgements,
        delivery,
        retention,
        new EndedSessions(store, accounts));
    new Notices(
        directory.door().outbox(),
        accounts,
        appender,
        platform.backgroundTasks(),
        new NoticeMeters(platform.meters()));
    return new MessageWing(
        actions,
        actionsInMemory,
        sending,
        new EncryptedSending(accounts, sending, costs),
        acknowledging,
        new Statuses(store),
        delivery,
        acknowledgements,
        appender,
        waiting);
  }

  private static void startBackgroundTasks(
      BackgroundTasks tasks,
      Acknowledgements acknowledgements,
      Delivery delivery,
      Retention retention,
      EndedSessions endedSessions) {
    tasks.every(
        FLUSH_EVERY,
        "cursors",
        () -> {
          acknowledgements.flush();
          return false;
        });
    tasks.every(
        LOOK_FOR_SILENCE_EVERY,
        "silent-clients",
        () -> {
          delivery.nameSilent();
          return false;
        });
    tasks.every(SWEEP_EVERY, "retention", retention::sweep);
    tasks.every(SWEEP_EVERY, "ended-sessions", endedSessions::sweep);
  }

  /// A session connected; nothing is pushed before it asks for what is pending.
  public Feed connect(Caller caller, Outlet outlet) {
    return delivery.connect(caller.user(), caller.session(), caller.since(), outlet);
  }

  public void disconnect(Feed feed) {
    acknowledgements.disconnect(feed);
  }

  /// Writes what was accepted, and answers it. Nothing may come in any more.
  @Override
  public void close() {
    acknowledgements.flush();
    appender.close();
    waiting.close();
  }
}
