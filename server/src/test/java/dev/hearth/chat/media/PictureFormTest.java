package dev.hearth.chat.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFormTest {
  @ParameterizedTest
  @ValueSource(strings = {"png", "gif", "jpeg"})
  void the_size_of_a_picture_stands_in_its_header(String format) {
    var type = PictureType.valueOf(format.toUpperCase(Locale.ROOT));

    assertThat(PictureForm.of(TestingPictures.picture(format, 300, 7, 1)))
        .contains(new PictureForm(type, 300, 7));
    assertThat(type.mediaType()).isEqualTo("image/" + format);
  }

  @ParameterizedTest
  @ValueSource(strings = {"VP8 ", "VP8L", "VP8X"})
  void a_webp_says_its_size_in_three_ways(String chunk) {
    assertThat(PictureForm.of(TestingPictures.webp(chunk, 512, 300)))
        .contains(new PictureForm(PictureType.WEBP, 512, 300));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GIF",
        "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "<html><script>alert(1)</script></html>",
        "%PDF-1.7",
        "RIFF....WAVEfmt ",
        "BM......"
      })
  void bytes_that_are_not_a_picture_have_no_form(String text) {
    assertThat(PictureForm.of(text.getBytes(StandardCharsets.ISO_8859_1))).isEmpty();
  }

  @Test
  void bytes_without_pixels_are_not_a_picture() {
    byte[] png = TestingPictures.picture("png", 1, 1, 1);
    Arrays.fill(png, 16, 20, (byte) 0);
    byte[] huge = TestingPictures.picture("png", 1, 1, 1);
    huge[16] = (byte) 0xff;

    assertThat(PictureForm.of(png)).isEmpty();
    assertThat(PictureForm.of(huge)).isEmpty();
  }

  @Test
  void a_picture_that_was_cut_off_or_scrambled_breaks_nothing() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    var pictures =
        new byte[][] {
          TestingPictures.picture("png", 9, 9, 1),
          TestingPictures.picture("gif", 9, 9, 1),
          TestingPictures.picture("jpeg", 9, 9, 1),
          TestingPictures.webp("VP8 ", 9, 9),
          TestingPictures.webp("VP8L", 9, 9),
          TestingPictures.webp("VP8X", 9, 9)
        };
    for (byte[] picture : pictures) {
      for (int length = 0; length < Math.min(64, picture.length); length++) {
        assertHarmless(Arrays.copyOf(picture, length));
      }
      for (int i = 0; i < 2_000; i++) {
        byte[] scrambled = picture.clone();
        int at = 3 + random.nextInt(Math.min(300, scrambled.length) - 3);
        scrambled[at] = (byte) random.nextInt();
        assertHarmless(scrambled);
      }
    }
  }

  private static void assertHarmless(byte[] bytes) {
    PictureForm.of(bytes)
        .ifPresent(form -> {
          assertThat(form.width()).isPositive();
          assertThat(form.height()).isPositive();
        });
  }
}
