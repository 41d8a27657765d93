package dev.hearth.chat.media.sticker;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.media.Pictures;
import dev.hearth.platform.runtime.DiskFull;
import dev.hearth.platform.runtime.StartRefused;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.AlbumId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the operator's albums out of a folder, at the start: each folder in it is one album. Files
/// that can't be used are left out, and a line in the log says which file and why; an album whose
/// folder is gone isn't offered any more.
public final class OperatorAlbums {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorAlbums.class);
  private static final int MOST_ALBUMS = 200;

  private final Directory directory;
  private final Pictures pictures;
  private final InstantSource clock;

  public OperatorAlbums(Directory directory, Pictures pictures, InstantSource clock) {
    this.directory = directory;
    this.pictures = pictures;
    this.clock = clock;
  }

  /// @throws StartRefused when the folder can't be read
  public void load(Path folder) {
    pictures.whileKeeping(() -> {
      keepAndOffer(folder);
      return folder;
    });
  }

  private void keepAndOffer(Path folder) {
    var loaded = new LinkedHashMap<AlbumId, KeptAlbum>();
    try {
      for (Path album : foldersIn(folder)) {
        String name = album.getFileName().toString();
        var files = AlbumFiles.of(filesIn(album), name);
        files.problems().forEach(problem -> LOG.warn("Sticker album {}: {}", name, problem));
        if (files.stickers().isEmpty()) {
          LOG.warn("Sticker album {} has no stickers, and is left out", name);
        } else {
          loaded.put(idOf(name), KeptAlbum.of(files, pictures));
        }
      }
    } catch (DiskFull _) {
      LOG.warn("The sticker albums stay as they were at the last start: the disk is full");
      return;
    } catch (IOException e) {
      throw new StartRefused("the sticker albums in " + folder + " can't be read: " + e, e);
    }
    offer(loaded);
  }

  /// Offers no album of the operator's any more.
  public void unload() {
    offer(Map.of());
  }

  private void offer(Map<AlbumId, KeptAlbum> albums) {
    var there =
        new HashSet<>(
            directory.read(handle ->
                AlbumTable.of(handle, Accounts.SYSTEM, Album.Kind.OPERATOR).stream()
                    .filter(Album::listed)
                    .map(Album::id)
                    .toList()));
    if (!albums.isEmpty() || !there.isEmpty()) {
      long now = WireTime.micros(clock.instant());
      directory.runTidy(tx -> {
        albums.forEach(
            (id, album) -> album.put(tx.handle(), id, Accounts.SYSTEM, Album.Kind.OPERATOR, now));
        gone(there, albums.keySet()).forEach(id -> AlbumTable.unlist(tx.handle(), id));
      });
    }
  }

  private static Set<AlbumId> gone(Set<AlbumId> there, Set<AlbumId> now) {
    var gone = new HashSet<>(there);
    gone.removeAll(now);
    return gone;
  }

  private static List<Path> foldersIn(Path folder) throws IOException {
    try (var found = Files.list(folder)) {
      return found
          .filter(path -> Files.isDirectory(path) && !isHidden(path))
          .sorted()
          .limit(MOST_ALBUMS)
          .toList();
    }
  }

  private static Map<String, byte[]> filesIn(Path album) throws IOException {
    var files = new LinkedHashMap<String, byte[]>();
    try (var found = Files.list(album)) {
      for (Path file : found.filter(path -> Files.isRegularFile(path)).toList()) {
        String name = file.getFileName().toString();
        if (AlbumFiles.isOurs(name) && !isHidden(file)) {
          files.put(name, start(file));
        }
      }
    }
    return files;
  }

  /// The file, or enough of it to see that it is too large.
  private static byte[] start(Path file) throws IOException {
    try (var stream = Files.newInputStream(file)) {
      return stream.readNBytes(Pictures.MOST_BYTES + 1);
    }
  }

  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  private static AlbumId idOf(String folder) {
    var name = "operator's album " + folder;
    return new AlbumId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
  }
}
