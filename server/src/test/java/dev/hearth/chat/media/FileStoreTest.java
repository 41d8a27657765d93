package dev.hearth.chat.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileStoreTest extends ContentStoreContract {
  @TempDir private Path folder;
  private FileStore store;

  @BeforeEach
  void open() {
    store = FileStore.open(folder, 0);
  }

  @Override
  ContentStore store() {
    return store;
  }

  @Test
  void a_draft_leaves_no_file_whether_it_is_kept_or_dropped() throws IOException {
    keep("hello");
    try (var draft = store.draft(0)) {
      write(draft, "dropped");
      assertThat(files()).hasSize(2);
    }

    assertThat(files())
        .containsExactly("2c/f24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
  }

  @Test
  void files_that_a_killed_server_left_half_done_go_at_the_next_start() throws IOException {
    var kept = keep("hello");
    var draft = store.draft(0);
    write(draft, "half");

    var next = FileStore.open(folder, 0);

    assertThat(files()).hasSize(1);
    assertThat(next.open(kept.digest(), 0)).isPresent();
    draft.close();
  }

  @Test
  void a_disk_that_would_be_too_full_takes_no_draft() throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    var careful = FileStore.open(folder, free / 2);

    careful.draft(0).close();
    assertThatThrownBy(() -> careful.draft(free)).isInstanceOf(StoreFull.class);

    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "../../../../etc/passwd",
        "2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824",
        "..cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b982",
        "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824/"
      })
  void nothing_but_a_digest_becomes_a_files_name(String name) {
    assertThatThrownBy(() -> new Digest(name)).isInstanceOf(IllegalArgumentException.class);
  }

  private List<String> files() throws IOException {
    try (var all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .toList();
    }
  }
}
