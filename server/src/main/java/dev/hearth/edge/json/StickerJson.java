package dev.hearth.edge.json;

import dev.hearth.chat.media.Digest;
import dev.hearth.chat.media.sticker.Album;
import dev.hearth.chat.media.sticker.Sticker;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.protocol.WireTime;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// How stickers and albums look over HTTP.
public final class StickerJson {
  private final PictureUrls urls;

  public StickerJson(PictureUrls urls) {
    this.urls = urls;
  }

  public ApiResponse show(ApiRequest request, Sticker sticker) {
    return ApiResponse.written(json -> write(json, request, sticker, sticker.album().toString()));
  }

  /// Writes the stickers of an album. Each gets the id of this album, even if it was first in
  /// another.
  public ApiResponse show(ApiRequest request, String album, List<Sticker> stickers) {
    return ApiResponse.written(json -> {
      json.writeStartArray();
      stickers.forEach(sticker -> write(json, request, sticker, album));
      json.writeEndArray();
    });
  }

  public ApiResponse show(ApiRequest request, Album album) {
    return ApiResponse.written(json -> write(json, request, album));
  }

  public ApiResponse show(ApiRequest request, List<Album> albums) {
    return ApiResponse.written(json -> {
      json.writeStartArray();
      albums.forEach(album -> write(json, request, album));
      json.writeEndArray();
    });
  }

  private void write(JsonGenerator json, ApiRequest request, Sticker sticker, String album) {
    json.writeStartObject();
    json.writeStringProperty("type", "sticker");
    json.writeStringProperty("sticker_id", sticker.id().toString());
    json.writeStringProperty("album_id", album);
    json.writeStringProperty("name", sticker.name());
    json.writeStringProperty("asset_url", urls.of(request.origin(), sticker.picture()));
    json.writeStringProperty("asset_type", sticker.form().type().wire());
    json.writeNumberProperty("asset_width", sticker.form().width());
    json.writeNumberProperty("asset_height", sticker.form().height());
    json.writeStringProperty("created_at", WireTime.format(sticker.createdAt()));
    json.writeEndObject();
  }

  private void write(JsonGenerator json, ApiRequest request, Album album) {
    json.writeStartObject();
    json.writeStringProperty("type", "sticker_album");
    json.writeStringProperty("album_id", album.id().toString());
    json.writeStringProperty("user_id", album.owner().toString());
    json.writeStringProperty("name", album.info().name());
    json.writeStringProperty("icon_url", url(request, album.icon()));
    json.writeStringProperty(
        "category", album.kind() == Album.Kind.PERSONAL ? "PERSONAL" : "SYSTEM");
    json.writeStringProperty("description", album.info().description());
    json.writeStringProperty("banner", url(request, album.banner()));
    json.writeBooleanProperty("is_verified", album.kind() == Album.Kind.OPERATOR);
    json.writeStringProperty("locale", album.info().locale());
    json.writeStringProperty("created_at", WireTime.format(album.createdAt()));
    // Some clients read the one, some the other.
    json.writeStringProperty("updated_at", WireTime.format(album.updatedAt()));
    json.writeStringProperty("update_at", WireTime.format(album.updatedAt()));
    json.writeEndObject();
  }

  private String url(ApiRequest request, Optional<Digest> picture) {
    return picture.map(digest -> urls.of(request.origin(), digest)).orElse("");
  }
}
