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
      Platform platform, Chat.ChatSettings settings, Directory door, PassedTime passed) {
    var folder = platform.folder();
    var meters = new MediaMeters(platform.meters());
    var pictures = new Pictures(FileStore.open(folder, folder.pictures(), settings.leaveFree()));
    var operatorAlbums = new OperatorAlbums(door, pictures, platform.clock());
    settings.stickerFolder().ifPresentOrElse(operatorAlbums::load, operatorAlbums::unload);
    var portraits = new Portraits(door, pictures, Stickers::show);
    portraits.move();
    var attachments =
        new Attachments(
            door,
            FileStore.open(folder, folder.attachments(), settings.leaveFree()),
            platform.positions(),
            passed,
            settings.attachments(),
            meters);
    platform.rounds().every(SWEEP_EVERY, "attachments", attachments::sweep);
    platform.rounds().every(SWEEP_EVERY, "portraits", portraits::sweep);
    return new MediaWing(
        attachments,
        Tickets.in(folder, platform.clock()),
        pictures,
        portraits,
        new Stickers(door, pictures, platform.clock()),
        meters);
  }
}
