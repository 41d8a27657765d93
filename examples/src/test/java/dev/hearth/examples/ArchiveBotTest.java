package dev.hearth.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.payload.File;
import dev.hearth.sdk.HearthBot;
import dev.hearth.sdk.Protection;
import dev.hearth.testkit.HearthExtension;
import dev.hearth.testkit.HearthServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(HearthExtension.class)
class ArchiveBotTest {
  @TempDir private Path folder;

  @Test
  void a_file_is_kept_and_comes_back_encrypted(HearthServer hearth) throws Exception {
    Path letter = Files.writeString(folder.resolve("letter"), "Dear diary");
    try (var bot = archive(hearth, hearth.bot("Archive", "ENCRYPTED"));
        var alice = hearth.online(hearth.person("Alice"))) {
      var api = alice.client().api();
      var talk = api.createContact(bot.id()).id();

      alice.say(talk, File.of(api.uploadSealed(letter, "text/plain"), "../letter.txt"));
      assertThat(alice.next().text()).isEqualTo("Kept: /get 1");
      alice.say(talk, "/list");
      assertThat(alice.next().text()).isEqualTo("1. .._letter.txt");
      alice.say(talk, "/get 1");

      var back = alice.next();
      assertThat(back.protection()).isEqualTo(Protection.ENCRYPTED);
      api.download(((File) back.content()).attachment(), folder.resolve("back"), 100);
      assertThat(folder.resolve("back")).hasSameTextualContentAs(letter);
    }
  }

  @Test
  void nobody_gets_what_is_another_ones(HearthServer hearth) throws Exception {
    Path letter = Files.writeString(folder.resolve("letter"), "Dear diary");
    try (var bot = archive(hearth, hearth.bot("Archive"));
        var alice = hearth.online(hearth.person("Alice"));
        var bob = hearth.online(hearth.person("Bob"))) {
      var api = alice.client().api();
      alice.say(
          api.createContact(bot.id()).id(), File.of(api.upload(letter, "text/plain"), "letter"));
      assertThat(alice.next().text()).isEqualTo("Kept: /get 1");

      bob.say(bot.id(), "/get 1");
      assertThat(bob.next().text()).startsWith("There is no such file");
      bob.say(bot.id(), "/list");
      assertThat(bob.next().text()).isEqualTo("Your archive is empty.");
    }
  }

  private HearthBot archive(HearthServer hearth, Keystore keystore) {
    return ArchiveBot.teach(HearthBot.of(keystore, hearth.options()), folder.resolve("archive"))
        .start();
  }
}
