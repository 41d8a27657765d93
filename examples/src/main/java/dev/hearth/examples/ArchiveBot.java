package dev.hearth.examples;

import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.Attached;
import dev.hearth.protocol.payload.Audio;
import dev.hearth.protocol.payload.File;
import dev.hearth.protocol.payload.Image;
import dev.hearth.protocol.payload.Text;
import dev.hearth.protocol.payload.Video;
import dev.hearth.sdk.Downloaded;
import dev.hearth.sdk.HearthBot;
import dev.hearth.sdk.Said;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Keeps the files that somebody sends to it, and sends them back: `/list`, `/get 2`. Everybody has
/// an archive of their own, of up to 100 files of 16 MiB each.
///
/// Added with `hearth bot add Archive --encrypted`, apps encrypt what they send to it, the server
/// can't read the files, and they go back as they came. In the bot's folder they are readable.
public final class ArchiveBot {
  private static final int MOST_FILES = 100;
  private static final long MOST_BYTES = 16 << 20;

  private final Path folder;

  private ArchiveBot(Path folder) {
    this.folder = folder;
  }

  /// @param arguments the keystore's file, the server's address, and the folder for the files
  public static void main(String... arguments) throws Exception {
    try (var bot = HearthBot.of(Path.of(arguments[0]), URI.create(arguments[1]))) {
      teach(bot, Path.of(arguments[2])).run();
    }
  }

  static HearthBot teach(HearthBot bot, Path folder) {
    var archive = new ArchiveBot(folder);
    return bot.on(Attached.class, archive::keep)
        .onCommand("/list", "shows your files", archive::list)
        .onCommand("/get", "sends you a file, as in /get 1", archive::get)
        .onText(said -> said.reply("Send me a file. /help lists what else I do."));
  }

  private void keep(Said<Attached> said) throws Exception {
    Path archive = Files.createDirectories(archiveOf(said.message().author()));
    if (files(archive).size() >= MOST_FILES) {
      said.reply("Your archive is full.");
      return;
    }
    // In the order they came; and the same again when the message comes again.
    String name =
        said.message().createdAt().toEpochMilli()
            + "_"
            + said.message().id()
            + "_"
            + harmless(nameOf(said.content()));
    switch (said.download(said.content().attachment(), archive.resolve(name), MOST_BYTES)) {
      case Downloaded.Saved _ ->
          said.reply("Kept: /get " + (files(archive).indexOf(archive.resolve(name)) + 1));
      case Downloaded.Missing() -> said.reply("It is not there any more.");
      case Downloaded.TooLarge() -> said.reply("It is too large for me.");
      case Downloaded.Damaged() -> said.reply("It is damaged.");
    }
  }

  private void list(Said<Text> said) throws Exception {
    List<Path> files = files(archiveOf(said.message().author()));
    String list =
        IntStream.range(0, files.size())
            .mapToObj(i -> (i + 1) + ". " + shown(files.get(i)))
            .collect(Collectors.joining("\n"));
    said.reply(list.isEmpty() ? "Your archive is empty." : list);
  }

  private void get(Said<Text> said) throws Exception {
    List<Path> files = files(archiveOf(said.message().author()));
    for (int i = 0; i < files.size(); i++) {
      if (said.text().equals(Integer.toString(i + 1))) {
        Path file = files.get(i);
        said.replyFile(file, "application/octet-stream", shown(file));
        return;
      }
    }
    said.reply("There is no such file: /list shows those there are.");
  }

  private Path archiveOf(UserId user) {
    return folder.resolve(user.toString());
  }

  private static List<Path> files(Path archive) throws IOException {
    if (!Files.isDirectory(archive)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(archive)) {
      return files.filter(file -> !file.getFileName().toString().startsWith(".")).sorted().toList();
    }
  }

  private static String nameOf(Attached attached) {
    return switch (attached) {
      case File file -> file.name();
      case Image _ -> "image";
      case Video _ -> "video";
      case Audio _ -> "audio";
    };
  }

  /// A file name from a sender must not lead elsewhere, and every machine must have its letters.
  private static String harmless(String name) {
    String kept = name.replaceAll("[^A-Za-z0-9. -]", "_");
    return kept.substring(Math.max(0, kept.length() - 60));
  }

  private static String shown(Path file) {
    return file.getFileName().toString().split("_", 3)[2];
  }
}
