package dev.hearth.chat;

import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.media.Attachments;
import dev.hearth.chat.media.FileStore;
import dev.hearth.chat.media.MediaMeters;
import dev.hearth.chat.media.Pictures;
import dev.hearth.chat.media.Portraits;
import dev.hearth.chat.media.Tickets;
import dev.hearth.chat.media.sticker.OperatorAlbums;
import dev.hearth.chat.media.sticker.Stickers;
import dev.hearth.platform.Platform;
import dev.hearth.platform.time.PassedTime;
import java.time.Duration;

/// The wing of the media: attachments, pictures, and the albums that stickers are in.
///
/// @param tickets sign the addresses of attachments
public record MediaWing(
    Attachments attachments,
    Tickets tickets,
    Pictures pictures,
    Portraits portraits,
    Stickers stickers,
    MediaMeters meters) {

  /// How often attachments and portraits are looked through for those that nobody needs any more.
  private static final Duration SWEEP_EVERY = Duration.ofHours(1);

  static MediaWing open(
      Platform platform, Chat.ChatSettings settings, Directory directory, PassedTime passed) {
    var folder = platform.folder();
    var meters = new MediaMeters(platform.meters());
    var pictures = new Pictures(FileStore.open(folder, folder.pictures(), settings.leaveFree()));
    var operatorAlbums = new OperatorAlbums(directory, pictures, platform.clock());
    settings.stickerFolder().ifPresentOrElse(operatorAlbums::load, operatorAlbums::unload);
    var portraits = new Portraits(directory, pictures, Stickers::show);
    portraits.move();
    var attachments =
        new Attachments(
            directory,
            FileStore.open(folder, folder.attachments(), settings.leaveFree()),
            platform.positions(),
            passed,
            settings.attachments(),
            meters);
    platform.backgroundTasks().every(SWEEP_EVERY, "attachments", attachments::sweep);
    platform.backgroundTasks().every(SWEEP_EVERY, "portraits", portraits::sweep);
    return new MediaWing(
        attachments,
        Tickets.in(folder, platform.clock()),
        pictures,
        portraits,
        new Stickers(directory, pictures, platform.clock()),
        meters);
  }
}
