package dev.hearth.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.media.TestingPictures;
import dev.hearth.chat.media.sticker.TestingZip;
import dev.hearth.edge.api.TestingApi.Answer;
import dev.hearth.edge.api.TestingApi.Client;
import dev.hearth.protocol.id.AlbumId;
import dev.hearth.protocol.id.StickerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// `/stickers` and `/albums`, as clients see them.
class StickerResourcesTest {
  private static final byte[] PICTURE = TestingPictures.sticker(1);
  private static final String STANDARD = Base64.getEncoder().encodeToString(PICTURE);
  private static final String RAW_URL =
      Base64.getUrlEncoder().withoutPadding().encodeToString(PICTURE);

  @TempDir private static Path folder;
  @TempDir private static Path stickers;
  private static TestingApi api;

  private Client alice;
  private Client bob;

  @BeforeAll
  static void open() throws IOException {
    var piggy = Files.createDirectory(stickers.resolve("piggy"));
    Files.write(piggy.resolve("01.happy.png"), TestingPictures.sticker(100));
    Files.write(piggy.resolve("thumb.png"), TestingPictures.picture("png", 96, 96, 1));
    Files.writeString(piggy.resolve("manifest.json"), "{\"name\":\"Piggy <b>\",\"locale\":\"en\"}");
    api = new TestingApi(folder, Optional.of(stickers));
  }

  @AfterAll
  static void close() {
    api.close();
  }

  @BeforeEach
  void meet() {
    alice = api.person("Alice");
    bob = api.person("Bob");
  }

  @Test
  void a_sticker_has_every_field_that_any_client_reads() {
    var sticker = add(alice, STANDARD).data();

    assertTexts(
        sticker, "type", "sticker_id", "album_id", "name", "asset_url", "asset_type", "created_at");
    assertThat(sticker.get("type").asString()).isEqualTo("sticker");
    assertThat(sticker.get("asset_type").asString()).isEqualTo("png");
    assertThat(sticker.get("asset_width").isInt()).isTrue();
    assertThat(sticker.get("asset_width").asInt()).isEqualTo(128);
    assertThat(sticker.get("asset_height").asInt()).isEqualTo(128);
    assertThat(sticker.get("asset_url").asString()).matches("http://.+/images/[0-9a-f]{64}");
    assertThat(api.get(bob, "/stickers/" + id(sticker)).data()).isEqualTo(sticker);
  }

  @Test
  void a_picture_comes_in_every_way_that_clients_write_it() {
    var sticker = add(alice, STANDARD).data();

    assertThat(add(alice, RAW_URL).data()).isEqualTo(sticker);
    assertThat(add(alice, STANDARD.substring(0, 76) + "\\n" + STANDARD.substring(76)).data())
        .isEqualTo(sticker);
    assertThat(contents(alice, album(sticker))).containsExactly(id(sticker));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gif", "jpeg"})
  void a_picture_may_be_of_other_kinds(String format) {
    byte[] picture = TestingPictures.picture(format, 200, 150, 7);

    var sticker = add(alice, Base64.getEncoder().encodeToString(picture)).data();

    assertThat(sticker.get("asset_type").asString()).isEqualTo(format);
    assertThat(sticker.get("asset_width").asInt()).isEqualTo(200);
    assertThat(sticker.get("asset_height").asInt()).isEqualTo(150);
  }

  @Test
  void ones_own_album_is_ones_own() {
    var album = album(add(alice, STANDARD).data());

    var albums = api.get(alice, "/stickers/albums").data();
    assertThat(albums.size()).isEqualTo(2);
    var own = albums.get(1);
    assertTexts(
        own,
        "type",
        "album_id",
        "user_id",
        "name",
        "icon_url",
        "category",
        "description",
        "banner",
        "locale",
        "created_at",
        "updated_at",
        "update_at");
    assertThat(own.get("category").asString()).isEqualTo("PERSONAL");
    assertThat(own.get("user_id").asString()).isEqualTo(alice.id().toString());
    assertThat(own.get("is_verified").asBoolean()).isFalse();
    assertThat(own.get("update_at")).isEqualTo(own.get("updated_at"));
    assertThat(api.get(alice, "/albums/" + album).data()).isEqualTo(own);
    assertThat(api.get(bob, "/stickers/albums").data().size()).isEqualTo(1);
    assertThat(api.get(bob, "/albums/" + album).code()).isEqualTo(404);
    assertThat(api.get(bob, "/stickers/albums/" + album).code()).isEqualTo(404);
  }

  @Test
  void an_operators_album_is_everybodys() {
    var album = api.get(bob, "/stickers/albums").data().get(0);

    assertThat(album.get("category").asString()).isEqualTo("SYSTEM");
    assertThat(album.get("name").asString()).isEqualTo("Piggy <b>");
    assertThat(album.get("locale").asString()).isEqualTo("en");
    assertThat(album.get("is_verified").asBoolean()).isTrue();
    assertThat(album.get("icon_url").asString()).contains("/images/");
    var id = album.get("album_id").asString();
    var contents = api.get(bob, "/stickers/albums/" + id).data();
    assertThat(contents.size()).isEqualTo(1);
    assertThat(contents.get(0).get("name").asString()).isEqualTo("happy");
    assertThat(contents.get(0).get("album_id").asString()).isEqualTo(id);
  }

  @Test
  void a_sticker_is_taken_over_by_its_id_and_let_go() {
    var sticker = add(alice, STANDARD).data();
    var body = "{\"sticker_id\":\"" + id(sticker) + "\"}";

    assertThat(api.post(bob, "/stickers/favorite/add", body).data()).isEqualTo(sticker);

    var bobs = api.get(bob, "/stickers/albums").data().get(1).get("album_id").asString();
    assertThat(contents(bob, bobs)).containsExactly(id(sticker));
    var gone = "[\"" + id(sticker) + "\",\"" + StickerId.random() + "\",\"x\"]";
    assertThat(api.post(bob, "/stickers/favorite/remove", gone).data().isNull()).isTrue();
    assertThat(contents(bob, bobs)).isEmpty();
    assertThat(contents(alice, album(sticker))).containsExactly(id(sticker));
  }

  @Test
  void an_album_is_uploaded() {
    byte[] zip =
        new TestingZip()
            .with("manifest.json", "{\"name\":\"Mine\",\"description\":\"<script>\"}")
            .with("01.one.png", TestingPictures.sticker(5))
            .with("02.two.gif", TestingPictures.picture("gif", 128, 128, 5))
            .bytes();

    var album = upload(alice, zip).data();

    assertThat(album.get("name").asString()).isEqualTo("Mine");
    assertThat(album.get("description").asString()).isEqualTo("<script>");
    assertThat(album.get("category").asString()).isEqualTo("SYSTEM");
    assertThat(album.get("is_verified").asBoolean()).isFalse();
    var id = album.get("album_id").asString();
    assertThat(contents(bob, id)).hasSize(2);
    assertThat(api.get(bob, "/albums/" + id).data()).isEqualTo(album);
    assertThat(api.get(bob, "/stickers/albums").data().size()).isEqualTo(1);
  }

  @Test
  void a_zip_that_is_not_valid_is_named() {
    assertThat(upload(alice, PICTURE).invalidField()).isEqualTo("data_zip_base64");
    assertThat(upload(alice, new TestingZip().with("../1.png", PICTURE).bytes()).invalidField())
        .isEqualTo("data_zip_base64");
    assertThat(api.post(alice, "/albums", "{}").invalidField()).isEqualTo("data_zip_base64");
  }

  @Test
  void a_large_picture_fits_and_a_larger_one_is_named() {
    byte[] large = Arrays.copyOf(TestingPictures.webp("VP8X", 512, 512), 1 << 20);
    byte[] larger = Arrays.copyOf(large, (1 << 20) + 1);

    assertThat(add(alice, Base64.getEncoder().encodeToString(large)).data().isObject()).isTrue();
    assertThat(add(alice, Base64.getEncoder().encodeToString(larger)).invalidField())
        .isEqualTo("data_base64");
    assertThat(add(alice, "A".repeat(2 << 20)).code()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|data_base64",
        "{\"data_base64\":\"%%%\"}|data_base64",
        "{\"data_base64\":\"PHN2Zz48L3N2Zz4=\"}|data_base64",
        "{\"data_base64\":7}|data_base64",
        "{\"sticker_id\":\"x\"}|sticker_id"
      })
  void a_field_that_can_not_be_is_named(String body, String field) {
    assertThat(api.post(alice, "/stickers/favorite/add", body).invalidField()).isEqualTo(field);
  }

  @Test
  void unknown_stickers_and_albums_are_not_found() {
    var nothing = "{\"sticker_id\":\"" + StickerId.random() + "\"}";

    assertThat(api.get(alice, "/stickers/" + StickerId.random()).code()).isEqualTo(404);
    assertThat(api.get(alice, "/stickers/x").code()).isEqualTo(404);
    assertThat(api.get(alice, "/stickers/albums/" + AlbumId.random()).code()).isEqualTo(404);
    assertThat(api.get(alice, "/albums/" + AlbumId.random()).code()).isEqualTo(404);
    assertThat(api.post(alice, "/stickers/favorite/add", nothing).code()).isEqualTo(404);
    assertThat(api.post(alice, "/stickers/favorite/remove", "[7]").invalidField())
        .isEqualTo("sticker_ids");
    assertThat(api.get(alice, "/stickers/albums").data().size()).isEqualTo(1);
  }

  private static Answer add(Client client, String base64) {
    return api.post(client, "/stickers/favorite/add", "{\"data_base64\":\"" + base64 + "\"}");
  }

  private static Answer upload(Client client, byte[] zip) {
    var base64 = Base64.getEncoder().encodeToString(zip);
    return api.post(client, "/albums", "{\"data_zip_base64\":\"" + base64 + "\"}");
  }

  private static List<String> contents(Client client, String album) {
    return api.get(client, "/stickers/albums/" + album)
        .data()
        .valueStream()
        .map(StickerResourcesTest::id)
        .toList();
  }

  private static String id(JsonNode sticker) {
    return sticker.get("sticker_id").asString();
  }

  private static String album(JsonNode sticker) {
    return sticker.get("album_id").asString();
  }

  private static void assertTexts(JsonNode object, String... names) {
    assertThat(Stream.of(names))
        .allSatisfy(name -> assertThat(object.path(name).isString()).as(name).isTrue());
  }
}
