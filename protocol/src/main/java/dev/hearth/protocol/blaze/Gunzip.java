package dev.hearth.protocol.blaze;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Unpacks frames, one gzip member each, and holds what that takes: reuse it, since making one
/// costs more than a frame. One thread at a time. It keeps a buffer as long as the longest frame so
/// far, at most what was allowed, and an inflater outside the heap until it is closed.
public final class Gunzip implements AutoCloseable {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int MOST_HEADER_BYTES = 1024;
  private static final int MOST_BEGINNING_BYTES = 64 << 10;
  private static final byte[] NOTHING = new byte[0];
  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private byte[] inflated = new byte[4096];

  public Gunzip() {}

  /// The outcome of unpacking a frame.
  public sealed interface GunzipOutcome {
    record Unpacked(@SuppressWarnings("ArrayRecordComponent") byte[] json)
        implements GunzipOutcome {}

    /// @param beginning the first 64 KiB of what came out of it before the reason was found, at the
    ///   most; whether they are right is not known
    record Refused(NotGunzipped reason, @SuppressWarnings("ArrayRecordComponent") byte[] beginning)
        implements GunzipOutcome {}
  }

  /// Why a frame is refused.
  public enum NotGunzipped {
    /// It doesn't begin like one, or with more than 1 KiB of name and comment.
    NOT_GZIP,
    /// More comes out of it than is allowed; nobody looked how much.
    TOO_LONG,
    /// It is cut off, or its checksum or length is not what it says.
    CORRUPT,
    /// Something follows it, be it a second member.
    TRAILING_BYTES
  }

  /// Unpacks the frame that is all of `length` bytes from `offset`.
  ///
  /// @param mostInflated how many bytes may come out of it; no more than one beyond is made
  public GunzipOutcome unpack(byte[] bytes, int offset, int length, int mostInflated) {
    int end = offset + length;
    int start = afterHeader(bytes, offset, end);
    if (start < 0) {
      return new GunzipOutcome.Refused(NotGunzipped.NOT_GZIP, NOTHING);
    }
    inflater.reset();
    inflater.setInput(bytes, start, end - start);
    int size = 0;
    try {
      while (!inflater.finished()) {
        if (size == inflated.length) {
          inflated = Arrays.copyOf(inflated, Math.min(size * 2, mostInflated + 1));
        }
        // One byte more than allowed is enough to know.
        int room = Math.min(inflated.length, mostInflated + 1) - size;
        int more = inflater.inflate(inflated, size, room);
        size += more;
        if (size > mostInflated) {
          return refused(NotGunzipped.TOO_LONG, mostInflated);
        }
        if (more == 0 && !inflater.finished()) {
          return refused(NotGunzipped.CORRUPT, size);
        }
      }
    } catch (DataFormatException notDeflate) {
      return refused(NotGunzipped.CORRUPT, size);
    }
    return checked(bytes, end - inflater.getRemaining(), end, size);
  }

  private GunzipOutcome checked(byte[] bytes, int trailer, int end, int size) {
    if (end - trailer < GzipFrame.TRAILER_BYTES) {
      return refused(NotGunzipped.CORRUPT, size);
    }
    checksum.reset();
    checksum.update(inflated, 0, size);
    if ((int) INT.get(bytes, trailer) != (int) checksum.getValue()
        || (int) INT.get(bytes, trailer + 4) != size) {
      return refused(NotGunzipped.CORRUPT, size);
    }
    return end - trailer > GzipFrame.TRAILER_BYTES
        ? refused(NotGunzipped.TRAILING_BYTES, size)
        : new GunzipOutcome.Unpacked(Arrays.copyOf(inflated, size));
  }

  private GunzipOutcome refused(NotGunzipped reason, int size) {
    return new GunzipOutcome.Refused(
        reason, Arrays.copyOf(inflated, Math.min(size, MOST_BEGINNING_BYTES)));
  }

  /// Where the compressed bytes begin; negative without a valid gzip header.
  private static int afterHeader(byte[] bytes, int offset, int end) {
    if (end - offset < GzipFrame.HEADER_BYTES + GzipFrame.TRAILER_BYTES
        || bytes[offset] != 0x1f
        || bytes[offset + 1] != (byte) 0x8b
        || bytes[offset + 2] != 8
        || (bytes[offset + 3] & RESERVED) != 0) {
      return -1;
    }
    int flags = bytes[offset + 3];
    int most = Math.min(end, offset + MOST_HEADER_BYTES);
    int at = offset + GzipFrame.HEADER_BYTES;
    if ((flags & EXTRA) != 0) {
      at = at + 2 > most ? -1 : at + 2 + (bytes[at] & 0xff) + ((bytes[at + 1] & 0xff) << 8);
    }
    if ((flags & NAME) != 0) {
      at = afterZero(bytes, at, most);
    }
    if ((flags & COMMENT) != 0) {
      at = afterZero(bytes, at, most);
    }
    if ((flags & HEADER_CHECKSUM) != 0 && at >= 0) {
      at = headerChecksumHolds(bytes, offset, at, most) ? at + 2 : -1;
    }
    return at > most ? -1 : at;
  }

  private static boolean headerChecksumHolds(byte[] bytes, int offset, int at, int most) {
    if (at + 2 > most) {
      return false;
    }
    var checksum = new CRC32();
    checksum.update(bytes, offset, at - offset);
    int said = (bytes[at] & 0xff) | ((bytes[at + 1] & 0xff) << 8);
    return said == (int) (checksum.getValue() & 0xffff);
  }

  private static int afterZero(byte[] bytes, int from, int most) {
    if (from < 0) {
      return -1;
    }
    for (int at = from; at < most; at++) {
      if (bytes[at] == 0) {
        return at + 1;
      }
    }
    return -1;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
