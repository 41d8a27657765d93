package dev.hearth.edge.api;

import dev.hearth.chat.directory.circle.Circles;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.http.Page;
import dev.hearth.edge.json.CircleJson;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.CircleId;

/// The caller's circles and their contents. A circle of another user is answered with 404, like an
/// unknown one.
public final class CircleResource implements ApiResource {
  private static final int LARGEST_PAGE = 500;

  private final Circles circles;

  CircleResource(Circles circles) {
    this.circles = circles;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes
        .get("/circles", this::list)
        .post("/circles", this::create)
        .get("/circles/:id", this::show)
        .post("/circles/:id", this::rename)
        .post("/circles/:id/delete", this::delete)
        .get("/circles/:id/conversations", this::conversations);
  }

  private ApiResponse list(ApiRequest request) {
    var all = circles.of(request.caller().user());
    return ApiResponse.written(json -> {
      json.writeStartArray();
      all.forEach(circle -> CircleJson.write(json, circle));
      json.writeEndArray();
    });
  }

  private ApiResponse create(ApiRequest request) {
    var created = circles.create(request.caller(), name(request));
    return ApiResponse.of(created, CircleJson::show);
  }

  private ApiResponse show(ApiRequest request) {
    return CircleId.find(request.pathParameter("id"))
        .flatMap(id -> circles.find(request.caller().user(), id))
        .map(CircleJson::show)
        .orElse(ApiResponse.refused(ErrorCode.NOT_FOUND));
  }

  private ApiResponse rename(ApiRequest request) {
    String name = name(request);
    return CircleId.find(request.pathParameter("id"))
        .map(id -> circles.rename(request.caller(), id, name))
        .map(renamed -> ApiResponse.of(renamed, CircleJson::show))
        .orElse(ApiResponse.refused(ErrorCode.NOT_FOUND));
  }

  private ApiResponse delete(ApiRequest request) {
    return CircleId.find(request.pathParameter("id"))
        .map(id -> circles.delete(request.caller(), id))
        .map(deleted -> ApiResponse.of(deleted, _ -> ApiResponse.nothing()))
        .orElse(ApiResponse.refused(ErrorCode.NOT_FOUND));
  }

  private ApiResponse conversations(ApiRequest request) {
    var page = Page.of(request, LARGEST_PAGE);
    return CircleId.find(request.pathParameter("id"))
        .flatMap(id -> circles.items(request.caller().user(), id, page.after(), page.limit()))
        .map(CircleJson::show)
        .orElse(ApiResponse.refused(ErrorCode.NOT_FOUND));
  }

  private static String name(ApiRequest request) {
    return request.fields().findText("name").orElse("");
  }
}
