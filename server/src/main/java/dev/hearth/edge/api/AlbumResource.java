package dev.hearth.edge.api;

import dev.hearth.chat.media.sticker.Stickers;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.json.StickerJson;
import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.AlbumId;

/// Albums of stickers: the operator's, and the caller's.
final class AlbumResource implements ApiResource {
  /// A zip of 8 MiB as base64, with line breaks and the JSON around it.
  private static final int LARGEST_BODY = 12 << 20;

  private final Stickers stickers;
  private final StickerJson json;

  AlbumResource(Stickers stickers, StickerJson json) {
    this.stickers = stickers;
    this.json = json;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes
        .get("/stickers/albums", this::list)
        .get("/stickers/albums/:id", this::contents)
        .get("/albums/:id", this::show);
    routes.withBodiesUpTo(LARGEST_BODY).post("/albums", this::upload);
  }

  private ApiResponse list(ApiRequest request) {
    return json.show(request, stickers.albums(request.caller().user()));
  }

  private ApiResponse contents(ApiRequest request) {
    return AlbumId.find(request.pathParameter("id"))
        .flatMap(id ->
            stickers
                .in(request.caller().user(), id)
                .map(contents -> json.show(request, id.toString(), contents)))
        .orElse(
            ApiResponse.refused(
                ErrorCode.NOT_FOUND, "There is no album of this id that you may see."));
  }

  private ApiResponse show(ApiRequest request) {
    return AlbumId.find(request.pathParameter("id"))
        .flatMap(id -> stickers.findAlbum(request.caller().user(), id))
        .map(album -> json.show(request, album))
        .orElse(
            ApiResponse.refused(
                ErrorCode.NOT_FOUND, "There is no album of this id that you may see."));
  }

  private ApiResponse upload(ApiRequest request) {
    byte[] zip = request.fields().value("data_zip_base64", WireBase64::decode, "It is base64.");
    return ApiResponse.of(
        stickers.upload(request.caller().user(), zip, "data_zip_base64"),
        album -> json.show(request, album));
  }
}
