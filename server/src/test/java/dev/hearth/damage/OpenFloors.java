package dev.hearth.damage;

import dev.hearth.TestingHearth;
import dev.hearth.chat.Chat;
import dev.hearth.chat.message.delivery.Outlet;
import dev.hearth.chat.message.delivery.PushEncoder;
import dev.hearth.chat.message.delivery.Source;
import dev.hearth.chat.message.log.Entry;
import dev.hearth.chat.message.log.Receipt;
import dev.hearth.platform.Platform;
import dev.hearth.platform.runtime.BackgroundTasks;
import dev.hearth.platform.runtime.OnLoss;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/// A server without its edge, on a data folder.
record OpenFloors(Platform platform, Chat chat, AtomicBoolean broken) implements AutoCloseable {

  static OpenFloors open(Path folder, OnLoss onLoss) {
    var broken = new AtomicBoolean();
    var platform =
        Platform.open(
            folder,
            Chat.MIGRATIONS,
            InstantSource.system(),
            BackgroundTasks.Time.OF_MACHINE,
            onLoss,
            Optional.empty(),
            Platform.DiskBound.NONE);
    try {
      var settings = TestingHearth.chatSettings("delivery.window = 100000", folder);
      return new OpenFloors(
          platform, Chat.open(platform, settings, new Plain(), () -> broken.set(true)), broken);
    } catch (RuntimeException e) {
      platform.close();
      throw e;
    }
  }

  @Override
  public void close() {
    chat.close();
    platform.close();
  }

  /// The pushes of a session: `<message id> <text>`.
  Inbox listen(World.Person person) {
    var inbox = new Inbox(new CopyOnWriteArrayList<>(), new AtomicBoolean());
    chat.message().connect(person.caller(), inbox).listPending(0);
    return inbox;
  }

  record Inbox(List<String> pushed, AtomicBoolean ended) implements Outlet {
    @Override
    public boolean writable() {
      return true;
    }

    @Override
    public void pushFrame(byte[] frame) {
      pushed.add(new String(frame, StandardCharsets.UTF_8));
    }

    @Override
    public void failed() {
      ended.set(true);
    }
  }

  private static final class Plain implements PushEncoder {
    @Override
    public byte[] encodeEntry(Entry entry, Source source) {
      String text = new String(entry.message().payload(), StandardCharsets.UTF_8);
      return (entry.message().id() + " " + text).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] encodeReceipt(Receipt receipt) {
      return new byte[0];
    }
  }
}
