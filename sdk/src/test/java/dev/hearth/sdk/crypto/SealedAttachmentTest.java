package dev.hearth.sdk.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SealedAttachmentTest {
  private static final JsonNode VECTOR = CryptoVectors.of("attachment");
  private static final AttachmentKey KEY = AttachmentKey.generate();

  @TempDir private Path folder;
  private Path target;

  @BeforeEach
  void nothing_is_there() {
    target = folder.resolve("picture.jpg");
  }

  @Test
  void a_file_is_sealed_as_the_android_app_does_and_opened_again() throws IOException {
    AttachmentKey key = AttachmentKey.find(CryptoVectors.hex(VECTOR, "key")).orElseThrow();
    byte[] file = VECTOR.get("file").stringValue().getBytes(StandardCharsets.UTF_8);

    try (var stream =
        new SealingStream(new ByteArrayInputStream(file), key, CryptoVectors.hex(VECTOR, "iv"))) {
      byte[] blob = stream.readAllBytes();

      assertThat(blob).isEqualTo(CryptoVectors.hex(VECTOR, "blob"));
      assertThat(stream.digest()).isEqualTo(CryptoVectors.hex(VECTOR, "digest"));
      assertThat(open(new SealedAttachment(key, stream.digest(), file.length), blob))
          .isEqualTo(new SealedAttachment.AttachmentOpening.OpenedFile(16));
    }
    assertThat(target).hasBinaryContent(file);
  }

  @Test
  void files_of_every_length_come_back_as_they_were() throws Exception {
    Random random = new Random(2);
    int piece = SealingStream.PIECE_BYTES;
    for (int size :
        new int[] {
          0,
          1,
          15,
          16,
          17,
          31,
          32,
          33,
          piece - 17,
          piece - 16,
          piece - 1,
          piece,
          piece + 1,
          piece + 16,
          2 * piece - 48,
          2 * piece,
          3 * piece + 5,
          1 << 20
        }) {
      byte[] file = new byte[size];
      random.nextBytes(file);
      try (var stream = new SealingStream(slowly(file), KEY)) {
        byte[] blob = stream.readAllBytes();

        assertThat(blob).hasSize(Math.toIntExact(SealingStream.sealedSize(size)));
        assertThat(stream.digest()).isEqualTo(MessageDigest.getInstance("SHA-256").digest(blob));
        assertThat(new SealedAttachment(KEY, stream.digest(), size).open(slowly(blob), target))
            .isEqualTo(new SealedAttachment.AttachmentOpening.OpenedFile(size));
      }
      assertThat(target).hasBinaryContent(file);
    }
  }

  @Test
  void a_damaged_attachment_leaves_the_target_as_it_was() throws IOException {
    Files.writeString(target, "before");
    byte[] file = new byte[200_000];
    Random random = new Random(3);
    random.nextBytes(file);
    byte[] blob;
    byte[] digest;
    try (var stream = new SealingStream(new ByteArrayInputStream(file), KEY)) {
      blob = stream.readAllBytes();
      digest = stream.digest();
    }
    var attachment = new SealedAttachment(KEY, digest, file.length);

    for (int i = 0; i < 50; i++) {
      byte[] damaged = blob.clone();
      damaged[random.nextInt(damaged.length)] ^= 1;
      assertThat(open(attachment, damaged))
          .isInstanceOf(SealedAttachment.AttachmentOpening.NotAsUploaded.class);
    }
    for (int length : new int[] {0, 15, 16, 47, 48, 63, 70_000, blob.length - 1}) {
      assertThat(open(attachment, Arrays.copyOf(blob, length)))
          .isInstanceOf(SealedAttachment.AttachmentOpening.NotAsUploaded.class);
    }
    assertThat(open(new SealedAttachment(AttachmentKey.generate(), digest, file.length), blob))
        .isInstanceOf(SealedAttachment.AttachmentOpening.NotAsUploaded.class);
    assertThat(open(new SealedAttachment(KEY, new byte[32], file.length), blob))
        .isInstanceOf(SealedAttachment.AttachmentOpening.NotAsUploaded.class);
    assertThat(open(new SealedAttachment(KEY, digest, 100), blob))
        .isInstanceOf(SealedAttachment.AttachmentOpening.TooLong.class);
    assertThat(target).hasContent("before");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(target);
    }
  }

  @Test
  void nobody_reads_on_where_there_is_more_than_the_message_says() throws IOException {
    var endless =
        new InputStream() {
          private long read;

          @Override
          public int read() {
            read++;
            return 0;
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            read += length;
            return length;
          }
        };

    assertThat(new SealedAttachment(KEY, new byte[32], 1 << 17).open(endless, target))
        .isInstanceOf(SealedAttachment.AttachmentOpening.TooLong.class);

    assertThat(endless.read).isLessThan(1 << 19);
    assertThat(target).doesNotExist();
  }

  @Test
  void a_digest_is_known_at_the_end_alone_and_a_key_keeps_to_itself() throws IOException {
    try (var stream = new SealingStream(new ByteArrayInputStream(new byte[10]), KEY)) {
      stream.readNBytes(20);
      assertThatThrownBy(stream::digest).isInstanceOf(IllegalStateException.class);
    }
    assertThat(KEY).hasToString("the key of an attachment");
    assertThat(AttachmentKey.find(KEY.toBytes())).contains(KEY);
    assertThat(AttachmentKey.find(new byte[63])).isEmpty();
  }

  private SealedAttachment.AttachmentOpening open(SealedAttachment attachment, byte[] blob)
      throws IOException {
    return attachment.open(new ByteArrayInputStream(blob), target);
  }

  /// As a network gives them: in pieces of any length.
  private static InputStream slowly(byte[] bytes) {
    Random random = new Random(bytes.length);
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        return super.read(into, offset, Math.min(length, 1 + random.nextInt(30_000)));
      }
    };
  }
}
