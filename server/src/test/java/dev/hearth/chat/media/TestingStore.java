package dev.hearth.chat.media;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// A store whose power can be cut: it stands for a process that ends in the middle. One thread.
final class TestingStore implements ContentStore {
  /// Ends the process.
  static final class PowerCut extends Error {
    private static final long serialVersionUID = 1L;
  }

  /// Where in keeping a content something happens.
  enum Moment {
    NEVER,
    BEFORE,
    AFTER
  }

  private final ContentStore store;
  Moment cut = Moment.NEVER;
  Moment failure = Moment.NEVER;
  boolean deleteFails;

  TestingStore(ContentStore store) {
    this.store = store;
  }

  @Override
  public ContentDraft draft(long expected) throws IOException {
    var draft = store.draft(expected);
    return new ContentDraft() {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        draft.write(bytes, offset, length);
      }

      @Override
      public StoredContent finish() throws IOException {
        return draft.finish();
      }

      @Override
      public void keep() throws IOException {
        happen(Moment.BEFORE);
        draft.keep();
        happen(Moment.AFTER);
      }

      @Override
      public void close() {
        draft.close();
      }
    };
  }

  private void happen(Moment moment) throws IOException {
    if (cut == moment) {
      throw new PowerCut();
    }
    if (failure == moment) {
      throw new IOException("the disk is on fire");
    }
  }

  @Override
  public Optional<InputStream> open(Digest content, long offset) throws IOException {
    return store.open(content, offset);
  }

  @Override
  public void delete(Digest content) throws IOException {
    if (deleteFails) {
      throw new IOException("the disk is on fire");
    }
    store.delete(content);
  }
}
