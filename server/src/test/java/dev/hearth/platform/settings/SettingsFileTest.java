package dev.hearth.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsFileTest {
  record Settings(@Section("Rooms.") Room room, @Section("Doors.") Door door) {}

  record Room(
      @Setting(value = "Chairs, 1 to 20.", is = "4", least = 1, most = 20) int chairs,
      @Setting(value = "How long it is lit.", is = "30s", formerly = "room.light") Duration lit,
      @Setting(value = "Its volume.", is = "1 KiB") ByteSize volume,
      @Setting("Who may enter.") List<String> guests) {}

  record Door(
      @Setting(value = "Whether it has a lock.", is = "no") boolean locked,
      @Setting("Where the key is.") Optional<Path> keyPlace) {
    Door {
      if (locked && keyPlace.isEmpty()) {
        throw new IllegalArgumentException("door.locked needs door.key-place");
      }
    }
  }

  @Test
  void a_setting_that_the_file_does_not_name_has_its_default() {
    Settings settings = SettingsFile.read(Settings.class, "\n# nothing\n");

    assertThat(settings.room())
        .isEqualTo(new Room(4, Duration.ofSeconds(30), new ByteSize(1_024), List.of()));
    assertThat(settings.door()).isEqualTo(new Door(false, Optional.empty()));
  }

  @Test
  void a_rate_is_what_there_is_at_once_and_what_comes_back() {
    record Bell(@Setting(value = "How often it rings.", is = "2000 then 100/s") Rate rings) {}
    record House(@Section("Bells.") Bell bell) {}

    assertThat(SettingsFile.read(House.class, "").bell().rings())
        .isEqualTo(new Rate(2_000, 100, Duration.ofSeconds(1)));
    assertThat(SettingsFile.read(House.class, "bell.rings = 1 MiB then 2 KiB/m").bell().rings())
        .isEqualTo(new Rate(1 << 20, 2 << 10, Duration.ofMinutes(1)));
    for (String wrong :
        List.of("2000", "0 then 1/s", "1 then 0/s", "1 then 1/w", "1 then 1 GiB/s")) {
      assertThatExceptionOfType(InvalidSettings.class)
          .isThrownBy(() -> SettingsFile.read(House.class, "bell.rings = " + wrong))
          .withMessageContaining("bell.rings wants a rate, like 2000 then 100/s");
    }
  }

  @Test
  void values_are_written_the_way_people_write_them() {
    String text =
        """
        room.chairs=6
        room.lit = 5 m
        room.volume = 2MiB
        room.guests = Alice, Bob,
        door.locked = yes
        door.key-place = /under/the/mat
        """;

    Settings settings = SettingsFile.read(Settings.class, text);

    assertThat(settings.room())
        .isEqualTo(
            new Room(6, Duration.ofMinutes(5), new ByteSize(2 << 20), List.of("Alice", "Bob")));
    assertThat(settings.door()).isEqualTo(new Door(true, Optional.of(Path.of("/under/the/mat"))));
  }

  @Test
  void a_byte_order_mark_at_the_beginning_is_not_part_of_a_key() {
    assertThat(SettingsFile.read(Settings.class, "\uFEFFroom.chairs = 6").room().chairs())
        .isEqualTo(6);
  }

  @Test
  void everything_that_is_wrong_is_told_at_once() {
    String text =
        """
        room.chares = 3
        room.light = 3s
        kitchen = 1
        door.locked = perhaps
        room.chairs = 21
        room.chairs = 2000000000000
        what is this
        """;

    assertThat(problemsOf(text))
        .containsExactlyInAnyOrder(
            "there is no setting room.chares; did you mean room.chairs?",
            "there is no setting room.light: it is now called room.lit",
            "there is no setting kitchen",
            "door.locked wants yes or no, not 'perhaps'",
            "line 6: room.chairs is there already",
            "room.chairs wants a whole number, like 100, not '2000000000000'",
            "line 7 is not 'key = value': what");
  }

  @Test
  void a_control_character_is_told_before_anything_stumbles_over_it() {
    assertThat(problemsOf("room.chairs = 3\0"))
        .containsExactly("line 1 has a control character in it");
  }

  @Test
  void a_value_out_of_bounds_is_told_with_the_bounds() {
    assertThat(problemsOf("room.chairs = 21"))
        .containsExactly("room.chairs = 21 is out of bounds: Chairs, 1 to 20.");
  }

  @Test
  void a_combination_that_makes_no_sense_is_told_in_the_words_of_its_record() {
    assertThat(problemsOf("door.locked = yes")).containsExactly("door.locked needs door.key-place");
  }

  @Test
  void the_page_has_a_line_for_every_key() {
    assertThat(SettingsPage.of(Settings.class))
        .contains("## room", "Rooms.", "| `room.lit` | `30s` | How long it is lit. |")
        .contains("| `door.key-place` | – | Where the key is. |");
  }

  private static List<String> problemsOf(String text) {
    return assertThatExceptionOfType(InvalidSettings.class)
        .isThrownBy(() -> SettingsFile.read(Settings.class, text))
        .actual()
        .problems();
  }
}
