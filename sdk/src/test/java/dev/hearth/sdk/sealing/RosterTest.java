package dev.hearth.sdk.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.SessionChecksum;
import dev.hearth.sdk.sealing.SealingServer.Member;
import dev.hearth.sdk.sealing.SealingServer.Members;
import dev.hearth.sdk.signal.DeviceAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RosterTest {
  @Test
  void a_device_that_the_server_names_twice_is_there_once() {
    var device = new DeviceAddress(UserId.random(), SessionId.random());
    var twice = new Members(List.of(new Member(device, false), new Member(device, false)), 0);

    Roster roster = Roster.of(twice, Optional.empty(), 1);
    Roster next = Roster.of(twice, Optional.of(Roster.parse(roster.toBytes())), 2);

    assertThat(next.seats()).containsExactlyElementsOf(roster.seats()).hasSize(1);
    assertThat(next.checksum()).isEqualTo(SessionChecksum.of(List.of(device.session())));
  }
}
