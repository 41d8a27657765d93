package dev.hearth.chat.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// The contract of a store of contents, wherever it keeps them.
abstract class ContentStoreContract {
  // printf hello | sha256sum
  private static final Digest HELLO =
      new Digest("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");

  abstract ContentStore store();

  @Test
  void a_kept_content_can_be_read_from_anywhere() throws IOException {
    var content = keep("hello");

    assertThat(content).isEqualTo(new StoredContent(HELLO, 5));
    assertThat(read(HELLO, 0)).isEqualTo("hello");
    assertThat(read(HELLO, 3)).isEqualTo("lo");
    assertThat(read(HELLO, 5)).isEmpty();
  }

  @Test
  void a_content_that_is_not_kept_is_not_there() throws IOException {
    try (var draft = store().draft(5)) {
      write(draft, "hello");
      assertThat(draft.finish().digest()).isEqualTo(HELLO);
      assertThat(store().open(HELLO, 0)).isEmpty();
    }
    try (var draft = store().draft(5)) {
      write(draft, "hello");
      assertThatThrownBy(draft::keep).isInstanceOf(IllegalStateException.class);
    }

    assertThat(store().open(HELLO, 0)).isEmpty();
  }

  @Test
  void the_same_may_be_kept_again_while_somebody_reads_it() throws IOException {
    keep("hello");
    try (var reading = store().open(HELLO, 0).orElseThrow()) {
      assertThat(reading.read()).isEqualTo('h');

      keep("hello");

      assertThat(reading.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("ello");
    }
  }

  @Test
  void a_deleted_content_is_gone_except_for_its_present_readers() throws IOException {
    keep("hello");
    keep("");
    try (var reading = store().open(HELLO, 0).orElseThrow()) {
      store().delete(HELLO);
      store().delete(HELLO);

      assertThat(store().open(HELLO, 0)).isEmpty();
      assertThat(reading.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
    }
  }

  final StoredContent keep(String text) throws IOException {
    try (var draft = store().draft(text.length())) {
      write(draft, text);
      var content = draft.finish();
      draft.keep();
      return content;
    }
  }

  static void write(ContentStore.ContentDraft draft, String text) throws IOException {
    byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
    draft.write(bytes, 1, bytes.length - 2);
  }

  private String read(Digest digest, long offset) throws IOException {
    try (var bytes = store().open(digest, offset).orElseThrow()) {
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
