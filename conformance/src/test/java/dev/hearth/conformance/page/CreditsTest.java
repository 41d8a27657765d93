package dev.hearth.conformance.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class CreditsTest {
  private static final String PAGE = "docs/how-to/credits-for-your-team.md";
  private static final String SCRIPT = "# monthly-credits";

  @TempDir private Path folder;

  @Test
  @Needs("script --version")
  @Runs(page = PAGE, block = "# hearth.conf")
  @Runs(page = PAGE, block = "./hearth asset add CREDITS")
  @Runs(page = PAGE, block = SCRIPT)
  @Runs(page = PAGE, block = "./hearth chat --server")
  @Runs(page = PAGE, block = "/pay 5 credits")
  @Runs(page = PAGE, block = "./hearth ledger verify")
  @Runs(page = PAGE, block = "./hearth asset retire CREDITS")
  void everybody_gets_credits_once_a_month_and_pays_with_them_until_they_are_retired() {
    try (var reader = Reader.at(folder).with("TERM", "dumb")) {
      reader.write(
          "hearth.conf",
          Block.of(PAGE, "# hearth.conf")
              .with("8480", "0")
              .with("/var/lib/hearth", reader.file("data").toString())
              .text());
      String server =
          reader
              .start("./hearth serve --config hearth.conf")
              .await("Listening on (http://[^ ,]+)")
              .group(1);
      reader.run("./hearth user add Alice --config hearth.conf > alice.json");
      String bob =
          found(
              "identity number ([0-9]+)",
              reader.run("./hearth user add Bob --config hearth.conf 2>&1"));
      reader.run("./hearth bot add Till --config hearth.conf > till.json");

      reader.run(Block.of(PAGE, "./hearth asset add CREDITS").text());
      String script = Block.of(PAGE, SCRIPT).text();
      assertThat(reader.run(script + "\n" + script))
          .contains("Alice has got 50 CREDITS", "The supply is 100.")
          .doesNotContain("Till", "The supply is 150.");

      var chat =
          reader.start(
              "script -qec '%s' /dev/null"
                  .formatted(
                      Block.of(PAGE, "./hearth chat --server")
                          .with("http://127.0.0.1:8480", server)
                          .with("10002", bob)
                          .text()
                          .strip()));
      chat.await("-- Bob; /help");
      var typed = Block.of(PAGE, "/pay 5 credits").lines();
      chat.type(typed.getFirst());
      chat.await("You have no PIN yet");
      chat.type("246810");
      chat.await("The same digits again");
      chat.type("246810");
      chat.await("-- You paid Bob 5 CREDITS, “for lunch” \\(balance 45\\)");
      chat.type(typed.getLast());
      chat.await("-- 45 CREDITS");

      String ledger = Block.of(PAGE, "./hearth ledger verify").text();
      assertThat(reader.run(ledger))
          .contains("1 asset, 3 balances, 3 transfers and 6 snapshots add up.");
      assertThat(reader.read("ledger.tsv")).containsPattern("\t5\tfor lunch\n");
      assertThat(reader.run(Block.of(PAGE, "./hearth asset retire CREDITS").text()))
          .contains("CREDITS is retired");
      chat.type(typed.getFirst());
      chat.await("PIN, to pay Bob 5 CREDITS");
      chat.type("246810");
      chat.await("-- not paid: CREDITS is retired");
      assertThat(typed).hasSize(2);
    }
  }

  private static String found(String pattern, String text) {
    var found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group(1);
  }
}
