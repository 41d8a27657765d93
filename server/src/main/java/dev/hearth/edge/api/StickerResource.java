package dev.hearth.edge.api;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.media.sticker.Sticker;
import dev.hearth.chat.media.sticker.Stickers;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.json.StickerJson;
import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.StickerId;

/// Stickers, and which of them the caller keeps.
final class StickerResource implements ApiResource {
  /// A picture of a MiB as base64, with line breaks and the JSON around it.
  private static final int LARGEST_BODY = 1_500 << 10;

  private static final int MOST_AT_ONCE = 500;

  private final Stickers stickers;
  private final StickerJson json;

  StickerResource(Stickers stickers, StickerJson json) {
    this.stickers = stickers;
    this.json = json;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.get("/stickers/:id", this::show).post("/stickers/favorite/remove", this::remove);
    routes.withBodiesUpTo(LARGEST_BODY).post("/stickers/favorite/add", this::add);
  }

  private ApiResponse show(ApiRequest request) {
    return StickerId.find(request.pathParameter("id"))
        .flatMap(stickers::find)
        .map(sticker -> json.show(request, sticker))
        .orElse(ApiResponse.refused(ErrorCode.NOT_FOUND, "There is no sticker of this id."));
  }

  private ApiResponse add(ApiRequest request) {
    var fields = request.fields();
    var user = request.caller().user();
    var known = fields.findId("sticker_id", StickerId::find);
    Outcome<Sticker> added =
        known.isPresent()
            ? stickers.add(user, known.get())
            : stickers.add(
                user,
                fields.value("data_base64", WireBase64::decode, "It is base64."),
                "data_base64");
    return ApiResponse.of(added, sticker -> json.show(request, sticker));
  }

  private ApiResponse remove(ApiRequest request) {
    var texts = request.texts("sticker_ids", MOST_AT_ONCE);
    var ids = texts.stream().flatMap(text -> StickerId.find(text).stream()).toList();
    stickers.remove(request.caller().user(), ids);
    return ApiResponse.nothing();
  }
}
