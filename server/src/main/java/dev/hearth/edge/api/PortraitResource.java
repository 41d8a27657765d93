package dev.hearth.edge.api;

import dev.hearth.chat.directory.account.Portrait;
import dev.hearth.chat.directory.account.Portraits;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.json.PortraitUrls;
import dev.hearth.protocol.blaze.ErrorCode;
import java.util.Map;

/// `GET /portraits/:name`: the picture of a user or a group. Anybody who knows its name may see it.
/// It is always an image, and never changes.
final class PortraitResource implements ApiResource {
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; sandbox",
          "X-Content-Type-Options",
          "nosniff",
          "Cache-Control",
          "public, max-age=31536000, immutable");

  private final Portraits portraits;

  PortraitResource(Portraits portraits) {
    this.portraits = portraits;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.forAnyone().get(PortraitUrls.PATH + ":name", this::show);
  }

  private ApiResponse show(ApiRequest request) {
    return portraits
        .find(request.pathParameter("name"))
        .map(PortraitResource::served)
        .orElse(ApiResponse.refused(ErrorCode.NOT_FOUND));
  }

  private static ApiResponse served(Portrait picture) {
    return new ApiResponse.Bytes(picture.kind().contentType(), picture.bytes(), HEADERS);
  }
}
