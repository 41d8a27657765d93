package dev.hearth.platform.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path temporary;

  @Test
  void a_folder_in_use_can_not_be_opened_again_until_it_is_closed() {
    Path path = temporary.resolve("a/b");
    try (DataFolder first = DataFolder.open(path)) {
      assertThat(first.log()).isEqualTo(path.resolve("log"));
      assertThatExceptionOfType(StartRefused.class)
          .isThrownBy(() -> DataFolder.open(path))
          .withMessageContaining(Long.toString(ProcessHandle.current().pid()));
    }

    DataFolder.open(path).close();
  }

  @Test
  void only_its_owner_can_read_the_folder_and_a_secret_in_it() throws IOException {
    Path path = temporary.resolve("data");
    try (DataFolder folder = DataFolder.open(path)) {
      folder.writeSecret("secret", "first");
      folder.writeSecret("secret", "second");

      Path secret = folder.file("secret");
      assertThat(secret).hasContent("second");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
          .isEqualTo("rw-------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rwx------");

      folder.remove("secret");
      folder.remove("secret");
      assertThat(secret).doesNotExist();
    }
  }

  @Test
  void a_folder_that_others_can_read_is_closed() throws IOException {
    Path empty = open(Files.createDirectory(temporary.resolve("empty")));
    DataFolder.open(empty).close();
    assertThat(permissions(empty)).isEqualTo("rwx------");

    Path used = open(empty);
    DataFolder.open(used).close();
    assertThat(permissions(used)).isEqualTo("rwx------");
  }

  @Test
  void a_folder_of_something_else_that_others_can_read_is_left_as_it_is() throws IOException {
    Path other = open(Files.createDirectory(temporary.resolve("other")));
    Files.writeString(other.resolve("letter"), "");

    assertThatExceptionOfType(StartRefused.class)
        .isThrownBy(() -> DataFolder.open(other))
        .withMessageContaining("is open to other users of this machine (rwxr-xr-x)")
        .withMessageContaining("chmod 700 it");
    assertThat(permissions(other)).isEqualTo("rwxr-xr-x");
    assertThat(other.resolve("lock")).doesNotExist();
  }

  private static Path open(Path folder) throws IOException {
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String permissions(Path folder) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
  }

  @Test
  void a_folder_that_can_not_be_made_refuses_the_start() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "");

    assertThatExceptionOfType(StartRefused.class)
        .isThrownBy(() -> DataFolder.open(file.resolve("data")))
        .withMessageContaining("can't be used");
  }
}
