package dev.hearth.chat.directory.account;

import dev.hearth.chat.directory.door.Directory;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/// The portraits of users and groups, one each: a new one takes the place of the one before. Calls
/// block.
public final class Portraits {
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}\\.(png|jpg|gif|webp)");

  private final Directory directory;

  public Portraits(Directory directory) {
    this.directory = directory;
  }

  public Optional<Portrait> find(String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    return directory
        .read(handle ->
            handle
                .createQuery("SELECT bytes FROM portraits WHERE name = :name LIMIT 1")
                .bind("name", name)
                .mapTo(byte[].class)
                .findOne())
        .flatMap(Portrait::of);
  }

  /// Gives `owner`, a user or a group, a picture, within the transaction of `handle`.
  public static void put(Handle handle, UUID owner, Portrait picture) {
    handle.execute(
        """
        INSERT INTO portraits (owner_id, name, bytes) VALUES (?, ?, ?)
        ON CONFLICT (owner_id) DO UPDATE SET name = excluded.name, bytes = excluded.bytes
        """,
        owner.toString(),
        picture.name(),
        picture.bytes());
  }
}
