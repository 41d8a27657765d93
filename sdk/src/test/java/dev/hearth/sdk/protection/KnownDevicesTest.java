package dev.hearth.sdk.protection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.ClientOptions.NewDevices;
import dev.hearth.sdk.Device;
import dev.hearth.sdk.TrustChange;
import dev.hearth.sdk.store.ClientStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownDevicesTest {
  private final UserId bot = UserId.random();
  private final Device first = device("AAA");
  private final Device second = device("BBB");
  private final ClientStore store = ClientStore.inMemory();
  private final List<TrustChange> reported = new ArrayList<>();
  private final KnownDevices devices = open();

  @Test
  void the_devices_that_somebody_has_at_first_are_taken_for_theirs() {
    assertThat(devices.learn(List.of(first, second))).isEmpty();
    assertThat(reported).isEmpty();
  }

  @Test
  void a_device_that_comes_later_is_reported_once_and_used() {
    devices.learn(List.of(first));

    assertThat(devices.learn(List.of(first, second))).isEmpty();
    assertThat(devices.learn(List.of(first, second))).isEmpty();

    assertThat(reported).containsExactly(TrustChange.NEW_DEVICE);
  }

  @Test
  void another_key_of_a_device_is_not_used_until_it_is_accepted_also_by_the_next_process() {
    devices.learn(List.of(first, second));
    Device other = new Device(bot, first.session(), "CCC");

    assertThat(devices.learn(List.of(other))).containsExactly(bot);
    assertThat(open().learn(List.of(other, second))).containsExactly(bot);
    assertThat(devices.isKeyOf(other)).isFalse();
    assertThat(devices.isKeyOf(first)).isTrue();
    assertThat(reported).contains(TrustChange.SESSION_KEY).doesNotContain(TrustChange.NEW_DEVICE);

    assertThat(devices.accept(bot)).isTrue();
    assertThat(devices.learn(List.of(other, second))).isEmpty();
    assertThat(devices.learn(List.of(first))).containsExactly(bot);
  }

  @Test
  void a_key_that_is_said_to_be_gone_is_another_one() {
    devices.learn(List.of(first));

    assertThat(devices.learn(List.of(new Device(bot, first.session(), "")))).containsExactly(bot);
    assertThat(reported).containsExactly(TrustChange.SESSION_KEY);
  }

  @Test
  void a_device_that_has_gone_and_comes_back_has_the_key_it_had() {
    devices.learn(List.of(first, second));
    devices.learn(List.of(second));

    assertThat(devices.learn(List.of(new Device(bot, first.session(), "CCC"), second)))
        .containsExactly(bot);
  }

  @Test
  void a_device_that_the_server_takes_back_needs_no_word() {
    devices.learn(List.of(first));
    devices.learn(List.of(new Device(bot, first.session(), "CCC")));

    assertThat(devices.learn(List.of(first))).isEmpty();
    assertThat(devices.accept(bot)).isFalse();
  }

  @Test
  void a_device_that_comes_later_waits_to_be_accepted_where_that_is_wanted() {
    KnownDevices strict = open(NewDevices.ACCEPTED_FIRST);
    assertThat(strict.learn(List.of(first))).isEmpty();

    assertThat(strict.learn(List.of(first, second))).containsExactly(bot);
    assertThat(strict.learn(List.of(first, second))).containsExactly(bot);
    assertThat(strict.learn(List.of(first))).isEmpty();
    assertThat(strict.learn(List.of(first, second))).containsExactly(bot);

    assertThat(reported).containsExactly(TrustChange.NEW_DEVICE, TrustChange.NEW_DEVICE);
    assertThat(strict.accept(bot)).isTrue();
    assertThat(strict.learn(List.of(first, second))).isEmpty();
    assertThat(reported).hasSize(2);
  }

  private KnownDevices open() {
    return open(NewDevices.USED);
  }

  private KnownDevices open(NewDevices newDevices) {
    var reports = new TrustReports((_, change) -> reported.add(change));
    return new KnownDevices(store, true, newDevices, reports);
  }

  private Device device(String key) {
    return new Device(bot, SessionId.random(), key);
  }
}
