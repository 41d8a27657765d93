package dev.hearth.bench.jmh;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.PreKeyBundle;
import dev.hearth.protocol.key.PreKeyUpload;
import dev.hearth.sdk.signal.Beginning;
import dev.hearth.sdk.signal.DeviceAddress;
import dev.hearth.sdk.signal.Envelope;
import dev.hearth.sdk.signal.Opening;
import dev.hearth.sdk.signal.OwnIdentity;
import dev.hearth.sdk.signal.Sealing;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import dev.hearth.sdk.store.StoreKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Measures a client's cost of end-to-end encryption: sealing a message for a group, opening it as
/// a member, and a first message to another device.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
// The JDK's curves are compiled late.
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 5, time = 1)
public class SignalBenchmark {
  private final ConversationId conversation = ConversationId.random();
  private final Person alice = new Person(ClientStore.inMemory());
  private final Person bob = new Person(ClientStore.inMemory());
  private final byte[] text = new byte[300];
  private final Path folder = temporaryFolder();
  private final ClientStore file =
      ClientStore.sqlite(folder.resolve("store.db"), StoreKey.generate());
  private final Person carol = new Person(file);

  @Setup
  public void prepare() {
    new Random(1).nextBytes(text);
    handOver(alice, bob);
    handOver(carol, bob);
  }

  @TearDown
  public void cleanUp() throws IOException {
    file.close();
    Files.delete(folder.resolve("store.db"));
    Files.delete(folder);
  }

  @Benchmark
  public Envelope sealForGroup() {
    return sealed(alice.device.seal(conversation, text));
  }

  /// The same for one who keeps her keys in a file: each message is one commit on the disk.
  @Benchmark
  public Envelope sealForGroupInFile() {
    return sealed(carol.device.seal(conversation, text));
  }

  /// Opening needs a message that was not opened yet. The cost of opening is this figure minus that
  /// of [#sealForGroup].
  @Benchmark
  public Opening sealAndOpenForGroup() {
    Opening opening =
        bob.device.open(conversation, alice.address, sealed(alice.device.seal(conversation, text)));
    check(opening instanceof Opening.Opened);
    return opening;
  }

  /// Both sides: keys made and signed, the session begun, and its first message sealed and opened.
  @Benchmark
  public Opening beginSession() {
    alice.begin(bob);
    Envelope first = sealed(alice.device.seal(bob.address, text));
    Opening opening = bob.device.open(conversation, alice.address, first);
    check(opening instanceof Opening.Opened);
    return opening;
  }

  private void handOver(Person speaker, Person listener) {
    speaker.begin(listener);
    Opening opening =
        listener.device.openSenderKey(
            conversation,
            speaker.address,
            sealed(speaker.device.sealSenderKey(conversation, listener.address)));
    check(opening instanceof Opening.Opened);
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("hearth-bench");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Envelope sealed(Sealing sealing) {
    return switch (sealing) {
      case Sealing.SealedEnvelope(var envelope) -> envelope;
      case Sealing.NoKeyToSeal() -> throw new IllegalStateException("nothing to seal with");
    };
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new IllegalStateException("what was sealed is not opened");
    }
  }

  private static final class Person {
    private final DeviceAddress address = new DeviceAddress(UserId.random(), SessionId.random());
    private final SignalDevice device;

    Person(ClientStore store) {
      device = SignalDevice.create(address.user(), OwnIdentity.generate(), store);
    }

    void begin(Person peer) {
      peer.device.removeSession(address);
      device.removeSession(peer.address);
      PreKeyUpload keys = peer.device.makePreKeys(1);
      var bundle =
          new PreKeyBundle(
              peer.address.user(),
              peer.address.session(),
              peer.device.identity().registrationId(),
              keys.identity(),
              keys.signed(),
              keys.oneTime().stream().findFirst());
      check(device.begin(bundle) instanceof Beginning.Begun);
    }
  }
}
