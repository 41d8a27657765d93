package dev.hearth.chat.media.sticker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipAlbumTest {
  @Test
  void the_files_come_out_by_their_own_names_wherever_they_were() {
    byte[] zip =
        new TestingZip()
            .with("piggy/", "")
            .with("piggy/01.happy.png", "a")
            .with("manifest.json", "{}")
            .with("__MACOSX/piggy/._01.happy.png", "x")
            .with("piggy/.DS_Store", "x")
            .bytes();

    assertThat(ZipAlbum.unpack(zip).orElseThrow())
        .containsOnlyKeys("01.happy.png", "manifest.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd.png",
        "/etc/passwd.png",
        "a/../../b.png",
        "..",
        "C:\\windows\\b.png",
        "a\\b.png",
        "a\u0000.png"
      })
  void a_name_that_leads_elsewhere_spoils_it(String name) {
    assertThat(ZipAlbum.unpack(new TestingZip().with(name, "a").bytes())).isEmpty();
  }

  @Test
  void a_zip_that_unpacks_to_too_much_is_left_alone() {
    byte[] zeros = new byte[2 << 20];
    var many = new TestingZip();
    for (int i = 0; i < 20; i++) {
      many.with(i + ".png", Arrays.copyOf(zeros, 1 << 20));
    }
    var entries = new TestingZip();
    for (int i = 0; i < 300; i++) {
      entries.with(i + ".png", "");
    }

    assertThat(ZipAlbum.unpack(new TestingZip().with("a.png", zeros).bytes())).isEmpty();
    assertThat(ZipAlbum.unpack(new TestingZip().with("a/", zeros).bytes())).isEmpty();
    assertThat(ZipAlbum.unpack(many.bytes())).isEmpty();
    assertThat(ZipAlbum.unpack(entries.bytes())).isEmpty();
    assertThat(ZipAlbum.unpack(new byte[(8 << 20) + 1])).isEmpty();
  }

  @Test
  void two_files_of_one_name_spoil_it() {
    byte[] zip = new TestingZip().with("a/1.png", "a").with("b/1.png", "b").bytes();

    assertThat(ZipAlbum.unpack(zip)).isEmpty();
  }

  @Test
  void a_file_that_is_not_a_zip_or_is_broken_is_left_alone() {
    byte[] zip = new TestingZip().with("1.png", "a".repeat(1_000)).bytes();
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);

    assertThat(ZipAlbum.unpack(new byte[0])).isEmpty();
    assertThat(ZipAlbum.unpack("hello".getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(ZipAlbum.unpack(new TestingZip().with("a/", "").bytes())).isEmpty();
    for (int i = 0; i < 2_000; i++) {
      byte[] scrambled = zip.clone();
      scrambled[random.nextInt(scrambled.length)] = (byte) random.nextInt();
      assertThat(ZipAlbum.unpack(scrambled)).isNotNull();
    }
  }
}
