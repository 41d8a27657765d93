package dev.hearth.conformance.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Many bytes that are cheap to make and to recognise: blocks that begin with their number.
final class NumberedBlocks extends InputStream {
  private static final int BLOCK = 64 << 10;

  private final ByteBuffer block = ByteBuffer.allocate(BLOCK);
  private final long size;
  private long position;

  /// @param size in whole blocks
  NumberedBlocks(long size) {
    if (size % BLOCK != 0) {
      throw new IllegalArgumentException("blocks are of " + BLOCK + " bytes");
    }
    this.size = size;
  }

  /// Whether these are the bytes, all and no more.
  static boolean isWhole(InputStream bytes, long size) throws IOException {
    var expected = new NumberedBlocks(size);
    for (long done = 0; done < size; done += BLOCK) {
      if (!Arrays.equals(bytes.readNBytes(BLOCK), expected.readNBytes(BLOCK))) {
        return false;
      }
    }
    return bytes.read() < 0;
  }

  @Override
  public int read() {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    if (position == size) {
      return -1;
    }
    int inBlock = (int) (position % BLOCK);
    if (inBlock == 0) {
      block.putLong(0, position / BLOCK);
    }
    int count = Math.min(length, BLOCK - inBlock);
    block.get(inBlock, bytes, offset, count);
    position += count;
    return count;
  }
}
