package dev.hearth.protocol.blaze;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.Randomly;
import dev.hearth.protocol.blaze.Gunzip.GunzipOutcome.Refused;
import dev.hearth.protocol.blaze.Gunzip.GunzipOutcome.Unpacked;
import dev.hearth.protocol.blaze.Gunzip.NotGunzipped;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GzipFrameTest {
  private static final int MIB = 1 << 20;

  private final Gunzip gunzip = new Gunzip();

  @AfterEach
  void close() {
    gunzip.close();
  }

  @Test
  void any_gunzip_reads_what_is_packed_stored_or_compressed() throws IOException {
    for (int length :
        new int[] {0, 1, 571, 1023, 1024, 65_535, 65_536, 131_070, 131_071, 500_000}) {
      byte[] json = noise(length);
      for (int storedBelow : new int[] {0, 1024, Integer.MAX_VALUE}) {
        byte[] frame = GzipFrame.pack(json, storedBelow);

        assertThat(new GZIPInputStream(new ByteArrayInputStream(frame)).readAllBytes())
            .isEqualTo(json);
        assertThat(unpack(frame)).isInstanceOf(Unpacked.class);
      }
    }
  }

  @Test
  void a_short_frame_is_stored_and_a_long_one_compressed() {
    byte[] json = "a".repeat(1024).getBytes(UTF_8);

    assertThat(GzipFrame.pack(json, 1025)).hasSize(1024 + 23);
    assertThat(GzipFrame.pack(json, 1024)).hasSizeLessThan(100);
  }

  @Test
  void a_member_that_others_packed_is_unpacked_at_any_place_and_again_and_again() {
    Randomly.each(
        300,
        random -> {
          byte[] json = new byte[random.nextInt(20_000)];
          if (random.nextBoolean()) {
            random.nextBytes(json);
          }
          byte[] frame = random.nextBoolean() ? gzip(json) : GzipFrame.pack(json, 1024);
          int before = random.nextInt(10);
          byte[] buffer = new byte[frame.length + before + random.nextInt(10)];
          random.nextBytes(buffer);
          System.arraycopy(frame, 0, buffer, before, frame.length);

          assertThat(gunzip.unpack(buffer, before, frame.length, 20_000))
              .isInstanceOfSatisfying(Unpacked.class, it -> assertThat(it.json()).isEqualTo(json));
        });
  }

  @Test
  void a_header_may_carry_a_name_a_comment_extra_bytes_and_its_checksum() {
    byte[] plain = gzip("hi".getBytes(UTF_8));
    byte[] body = Arrays.copyOfRange(plain, 10, plain.length);

    for (int flags = 0; flags < 32; flags++) {
      assertThat(unpack(join(header(flags, 20), body)))
          .as("flags %d", flags)
          .isInstanceOf(Unpacked.class);
    }
    byte[] wrongChecksum = header(2, 0);
    wrongChecksum[10] ^= 1;
    assertThat(unpack(join(wrongChecksum, body))).satisfies(refusedAs(NotGunzipped.NOT_GZIP));
    assertThat(unpack(join(header(8, 2000), body))).satisfies(refusedAs(NotGunzipped.NOT_GZIP));
    assertThat(unpack(join(header(4, 2000), body))).satisfies(refusedAs(NotGunzipped.NOT_GZIP));
    assertThat(unpack(join(header(32, 0), body))).satisfies(refusedAs(NotGunzipped.NOT_GZIP));
  }

  @Test
  void a_frame_may_be_as_long_as_allowed_and_not_a_byte_longer() {
    byte[] json = new byte[100_000];
    byte[] frame = gzip(json);

    assertThat(gunzip.unpack(frame, 0, frame.length, 100_000)).isInstanceOf(Unpacked.class);
    assertThat(gunzip.unpack(frame, 0, frame.length, 99_999))
        .satisfies(refusedAs(NotGunzipped.TOO_LONG));
    assertThat(gunzip.unpack(frame, 0, frame.length, 0))
        .satisfies(refusedAs(NotGunzipped.TOO_LONG));
  }

  @Test
  void a_bomb_is_put_down_before_it_goes_off() {
    byte[] bomb = gzip(new byte[200 * MIB]);

    for (int i = 0; i < 100; i++) {
      assertThat(unpack(bomb)).satisfies(refusedAs(NotGunzipped.TOO_LONG));
    }
  }

  @Test
  void the_beginning_of_what_is_refused_is_there() {
    byte[] json = "{\"id\":\"a\"}".repeat(10_000).getBytes(UTF_8);
    byte[] whole = gzip(json);
    byte[] stored = GzipFrame.pack(json, MIB);

    for (byte[] refused :
        List.of(
            Arrays.copyOf(stored, 1000),
            join(whole, whole),
            Arrays.copyOf(whole, whole.length - 4))) {
      assertThat(unpack(refused))
          .isInstanceOfSatisfying(
              Refused.class,
              it -> {
                assertThat(it.beginning()).hasSizeBetween(900, 64 << 10);
                assertThat(it.beginning()).isEqualTo(Arrays.copyOf(json, it.beginning().length));
              });
    }
    assertThat(gunzip.unpack(whole, 0, whole.length, 100))
        .isInstanceOfSatisfying(
            Refused.class, it -> assertThat(it.beginning()).isEqualTo(Arrays.copyOf(json, 100)));
  }

  @Test
  void bytes_that_follow_the_member_are_refused() {
    byte[] frame = gzip("hi".getBytes(UTF_8));

    assertThat(unpack(join(frame, new byte[1]))).satisfies(refusedAs(NotGunzipped.TRAILING_BYTES));
    assertThat(unpack(join(frame, frame))).satisfies(refusedAs(NotGunzipped.TRAILING_BYTES));
  }

  @Test
  void a_member_that_is_cut_off_or_changed_is_refused() {
    byte[] frame = gzip("{\"id\":\"a\",\"action\":\"PING\"}".getBytes(UTF_8));

    for (int length = 0; length < frame.length; length++) {
      assertThat(gunzip.unpack(frame, 0, length, MIB))
          .as("%d bytes", length)
          .isInstanceOf(Refused.class);
    }
    for (int i = frame.length - 8; i < frame.length; i++) {
      byte[] changed = frame.clone();
      changed[i] ^= 1;
      assertThat(unpack(changed)).satisfies(refusedAs(NotGunzipped.CORRUPT));
    }
    assertThat(unpack("{\"id\":\"a\",\"action\":\"PING\"}".getBytes(UTF_8)))
        .satisfies(refusedAs(NotGunzipped.NOT_GZIP));
  }

  @Test
  void no_bytes_make_it_throw_or_spoil_it_for_the_next() {
    byte[] good = gzip("{\"id\":\"a\",\"action\":\"PING\"}".getBytes(UTF_8));
    Randomly.each(
        5_000,
        random -> {
          byte[] frame = good.clone();
          for (int i = random.nextInt(3); i >= 0; i--) {
            frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
          }
          assertThat(unpack(frame)).isNotNull();
          assertThat(unpack(good)).isInstanceOf(Unpacked.class);
        });
  }

  private Gunzip.GunzipOutcome unpack(byte[] frame) {
    return gunzip.unpack(frame, 0, frame.length, MIB);
  }

  /// A header with the optional fields that `flags` name, each `length` bytes long.
  private static byte[] header(int flags, int length) {
    var header = new ByteArrayOutputStream();
    header.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, (byte) flags, 0, 0, 0, 0, 0, 3});
    if ((flags & 4) != 0) {
      header.writeBytes(new byte[] {(byte) length, (byte) (length >> 8)});
      header.writeBytes(new byte[length]);
    }
    for (int flag : new int[] {8, 16}) {
      if ((flags & flag) != 0) {
        header.writeBytes("n".repeat(length).getBytes(UTF_8));
        header.write(0);
      }
    }
    if ((flags & 2) != 0) {
      var checksum = new CRC32();
      checksum.update(header.toByteArray());
      header.write((int) checksum.getValue());
      header.write((int) (checksum.getValue() >> 8));
    }
    return header.toByteArray();
  }

  private static byte[] gzip(byte[] json) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(json);
    } catch (IOException inMemory) {
      throw new AssertionError(inMemory);
    }
    return bytes.toByteArray();
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + i / 251);
    }
    return bytes;
  }

  private static byte[] join(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static Consumer<Gunzip.GunzipOutcome> refusedAs(NotGunzipped reason) {
    return result ->
        assertThat(result)
            .isInstanceOfSatisfying(Refused.class, it -> assertThat(it.reason()).isEqualTo(reason));
  }
}
