package dev.hearth.chat.media;

import java.io.IOException;

/// The store takes no more: the disk would be fuller than it may be.
public final class StoreFull extends IOException {
  private static final long serialVersionUID = 1L;

  StoreFull(String what) {
    super(what);
  }
}
