package dev.hearth.edge.api;

import dev.hearth.chat.directory.scheme.Scheme;
import dev.hearth.chat.directory.scheme.Schemes;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.SchemeId;

/// Short ids for long links, and `GET /external/schemes`: the links that apps hand to other apps
/// rather than open themselves. Hearth knows of none.
final class SchemeResource implements ApiResource {
  private final Schemes schemes;

  SchemeResource(Schemes schemes) {
    this.schemes = schemes;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.post("/schemes", this::create).get("/schemes/:id", this::show);
    routes
        .forAnyone()
        .get(
            "/external/schemes",
            _ -> ApiResponse.written(json -> json.writeStartArray().writeEndArray()));
  }

  private ApiResponse create(ApiRequest request) {
    String target = request.fields().findText("target").orElse("");
    return ApiResponse.of(schemes.create(request.caller().user(), target), SchemeResource::show);
  }

  private ApiResponse show(ApiRequest request) {
    return SchemeId.find(request.pathParameter("id"))
        .flatMap(schemes::find)
        .map(SchemeResource::show)
        .orElse(ApiResponse.refused(ErrorCode.NOT_FOUND, "There is no scheme of this id."));
  }

  private static ApiResponse show(Scheme scheme) {
    return ApiResponse.written(json -> {
      json.writeStartObject();
      json.writeStringProperty("type", "scheme");
      json.writeStringProperty("scheme_id", scheme.id().toString());
      json.writeStringProperty("target", scheme.target());
      json.writeEndObject();
    });
  }
}
