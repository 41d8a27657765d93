package dev.hearth.chat.media;

import dev.hearth.chat.directory.account.KeptPortrait;
import dev.hearth.chat.directory.account.PortraitName;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.door.Transaction;
import dev.hearth.chat.media.PortraitTable.Owned;
import dev.hearth.chat.media.PortraitTable.Unmoved;
import dev.hearth.platform.runtime.DiskFull;
import dev.hearth.platform.runtime.LoggedFault;
import dev.hearth.platform.sql.Migrations;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The portraits of users and groups, one each: a new one takes the place of the one before, whose
/// name then leads nowhere. Their bytes are among the {@link Pictures}.
///
/// A row names a picture before it is put in its place, and until it is gone. So whatever an
/// interrupted change leaves behind is found and removed.
///
/// Any thread may call; calls block.
public final class Portraits {
  public static final Migrations MIGRATIONS =
      new Migrations("db/portrait", List.of("V10_1__portraits_beside_the_stickers.sql"));

  private static final Logger LOG = LoggerFactory.getLogger(Portraits.class);
  private static final int SWEPT_A_STEP = 100;

  private final Directory directory;
  private final Pictures pictures;
  private final BiPredicate<Handle, Digest> elsewhere;

  /// @param elsewhere says whether a picture is also used for something else, and has to stay
  public Portraits(Directory directory, Pictures pictures, BiPredicate<Handle, Digest> elsewhere) {
    this.directory = directory;
    this.pictures = pictures;
    this.elsewhere = elsewhere;
  }

  /// Keeps `portrait` and returns the result of `change`, which may make it the one that `owner`
  /// shows. A portrait that `owner` doesn't show afterwards is removed.
  ///
  /// @param owner a user or a group
  /// @throws dev.hearth.platform.runtime.DiskFull when the disk is full; nothing changed
  public <T> T with(
      UUID owner, Optional<Portrait> portrait, Function<Optional<KeptPortrait>, T> change) {
    if (portrait.isEmpty()) {
      return change.apply(Optional.empty());
    }
    try {
      return pictures.whileKeeping(() -> {
        var placed = new Owned(owner, portrait.get().name());
        directory.run(tx -> PortraitTable.place(tx.handle(), placed));
        pictures.keep(portrait.get().bytes());
        return change.apply(Optional.of(new PlacedPortrait(placed)));
      });
    } finally {
      removeAll(handle -> PortraitTable.notShown(handle, owner));
    }
  }

  private record PlacedPortrait(Owned portrait) implements KeptPortrait {
    @Override
    public PortraitName name() {
      return portrait.name();
    }

    @Override
    public void becomeThatOf(Transaction tx, UUID owner) {
      PortraitTable.show(tx.handle(), new Owned(owner, portrait.name()));
    }
  }

  /// The portrait, while a user or a group shows it.
  public Optional<Pictures.Picture> find(PortraitName name) {
    return directory.read(handle -> PortraitTable.isShown(handle, name))
        ? pictures.find(digest(name))
        : Optional.empty();
  }

  /// Removes some of what nobody is shown, which is what an interrupted change, a failing disk or a
  /// backup has left. Returns whether there may be more of it.
  public boolean sweep() {
    return removeAll(handle -> PortraitTable.notShown(handle, SWEPT_A_STEP)) == SWEPT_A_STEP;
  }

  /// Moves the portraits that earlier versions kept in the database to where they are now. Each is
  /// in one place or the other at any time, so that this may end in the middle, and begin again.
  /// Holds one portrait in memory. To be called at the start, before anybody asks for one.
  public void move() {
    int moved = 0;
    try {
      var next = directory.read(PortraitTable::findUnmoved);
      while (next.isPresent()) {
        move(next.get());
        moved++;
        next = directory.read(PortraitTable::findUnmoved);
      }
    } catch (DiskFull _) {
      LOG.warn(
          "Not all portraits could be moved out of the database, because the disk is full: some"
              + " are not shown until you make room and start again");
    }
    if (moved > 0) {
      LOG.info("{} portraits moved out of the database into the folder of pictures", moved);
    }
  }

  private void move(Unmoved unmoved) {
    var portrait = Portrait.of(unmoved.bytes());
    if (portrait.isEmpty()) {
      LOG.warn("A portrait is dropped: {} is not a picture that apps show", unmoved.name());
      tidy(handle -> PortraitTable.forgetUnmoved(handle, unmoved.owner()));
      return;
    }
    with(
        unmoved.owner(),
        portrait,
        kept ->
            directory.tidy(tx -> {
              kept.orElseThrow().becomeThatOf(tx, unmoved.owner());
              return true;
            }));
  }

  /// Returns how many are gone.
  private int removeAll(Function<Handle, List<Owned>> notShown) {
    int gone = 0;
    try {
      for (Owned portrait : directory.read(notShown)) {
        if (!pictures.whileNobodyKeeps(() -> remove(portrait))) {
          break;
        }
        gone++;
      }
    } catch (IOException | RuntimeException failure) {
      LOG.warn("A portrait that nobody is shown stays for now: {}", LoggedFault.sentence(failure));
    }
    return gone;
  }

  private void remove(Owned portrait) throws IOException {
    if (directory.read(handle -> PortraitTable.isShown(handle, portrait))) {
      return; // its owner has just chosen it again
    }
    var digest = digest(portrait.name());
    boolean needed =
        directory.read(
            handle -> PortraitTable.isOfOthers(handle, portrait) || elsewhere.test(handle, digest));
    if (!needed) {
      pictures.remove(digest);
    }
    // The row last: if it were gone first, a crash would leave bytes that nobody knows of.
    tidy(handle -> PortraitTable.delete(handle, portrait));
  }

  private void tidy(Consumer<Handle> change) {
    directory.runTidy(tx -> change.accept(tx.handle()));
  }

  private static Digest digest(PortraitName name) {
    return new Digest(name.text().substring(0, name.text().indexOf('.')));
  }
}
