package dev.hearth.damage;

import dev.hearth.TestingHearth;
import dev.hearth.chat.Chat;
import dev.hearth.chat.message.delivery.TestingOutlet;
import dev.hearth.platform.Platform;
import dev.hearth.platform.runtime.BackgroundTasks;
import dev.hearth.platform.runtime.OnLoss;
import dev.hearth.protocol.blaze.MessageView;
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
          platform,
          Chat.open(platform, settings, TestingOutlet.ENCODER, () -> broken.set(true)),
          broken);
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
  List<String> listen(World.Person person) {
    var pushed = new CopyOnWriteArrayList<String>();
    var outlet = new TestingOutlet(OpenFloors::line, pushed).thatMayFail();
    chat.message().connect(person.caller(), outlet).listPending(0);
    return pushed;
  }

  private static String line(MessageView view) {
    return view.messageId() + " " + new String(view.payload(), StandardCharsets.UTF_8);
  }
}
