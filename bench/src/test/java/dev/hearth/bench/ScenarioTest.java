package dev.hearth.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.bench.TestingServer.Fault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

class ScenarioTest {
  @Test
  void pairs_tell_throughput_and_latency() {
    List<String[]> lines = run(new Pairs(), Fault.NONE, "--pairs=3", "--rate=200", "--threads=2");

    assertThat(lines).hasSize(2);
    assertThat(number(lines.get(0), "messages")).isPositive();
    assertThat(number(lines.get(1), "messages")).isEqualTo(200);
    assertThat(number(lines.get(1), "push_p50_us")).isPositive();
  }

  @Test
  void a_group_tells_deliveries_and_entries() {
    List<String[]> lines = run(new Group(), Fault.NONE, "--members=20", "--threads=2");

    assertThat(lines).hasSize(1);
    double messages = number(lines.getFirst(), "messages");
    assertThat(messages).isPositive();
    assertThat(number(lines.getFirst(), "entries_per_message")).isEqualTo(1);
  }

  @Test
  void catch_up_drains_everything() {
    List<String[]> lines =
        run(new CatchUp(), Fault.NONE, "--pending=500", "--rounds=2", "--together=80");

    assertThat(lines).hasSize(2);
    assertThat(number(lines.getFirst(), "deliveries_per_second")).isPositive();
  }

  @Test
  void catch_up_drains_many_conversations_in_order() {
    List<String[]> lines =
        run(new CatchUp(), Fault.NONE, "--pending=500", "--conversations=30", "--rounds=1");

    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst()).contains("500 pending in 30");
  }

  @Test
  void idle_connections_are_weighed() {
    List<String[]> lines =
        run(new Idle(), Fault.NONE, "--connections=20", "--rehearsal=5", "--settle=0");

    assertThat(lines).hasSize(1);
  }

  @Test
  void keys_are_left_and_taken_and_compared_with_messages() {
    List<String[]> lines = run(new Keys(), Fault.NONE, "--devices=4", "--stock=40", "--threads=2");

    assertThat(lines).hasSize(3);
    assertThat(number(lines.get(0), "messages")).isEqualTo(4);
    assertThat(number(lines.get(1), "messages")).isEqualTo(4 * 3 * 8);
    assertThat(number(lines.get(1), "keys_per_second")).isPositive();
    assertThat(number(lines.get(2), "messages")).isPositive();
  }

  @Test
  void a_key_that_is_given_out_twice_fails_the_run() {
    assertThatThrownBy(
            () -> run(new Keys(), Fault.REPEAT, "--devices=2", "--stock=20", "--patience=1"))
        .isInstanceOf(Violation.class);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "REPEAT"})
  void a_server_that_does_wrong_fails_the_run(Fault fault) {
    assertThatThrownBy(
            () -> run(new Pairs(), fault, "--pairs=1", "--window=4", "--rate=0", "--patience=1"))
        .isInstanceOf(Violation.class);
  }

  private static List<String[]> run(Scenario scenario, Fault fault, String... arguments) {
    List<String[]> lines = new ArrayList<>();
    var command = new CommandLine(scenario);
    command.parseArgs(with(arguments));
    try (var server = new TestingServer(fault)) {
      scenario.measure(server, result -> lines.add(result.line().split("\t")));
    }
    return lines;
  }

  private static String[] with(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--warm-up=0", "--seconds=1"));
    all.addAll(List.of(arguments));
    return all.toArray(String[]::new);
  }

  private static double number(String[] line, String column) {
    List<String> names = List.of(Result.header().split("\t"));
    return Double.parseDouble(line[names.indexOf(column)]);
  }
}
