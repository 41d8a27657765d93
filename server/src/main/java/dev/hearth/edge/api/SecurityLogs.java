package dev.hearth.edge.api;

/// `GET /logs`: the caller's failed attempts at their PIN. There is no PIN yet, so nobody has any;
/// apps ask all the same, to say how many attempts are left.
public final class SecurityLogs implements ApiResource {
  private static final int LARGEST_PAGE = 100;

  @Override
  public void addTo(ApiRoutes routes) {
    routes.get("/logs", this::list);
  }

  private ApiResponse list(ApiRequest request) {
    Page.of(request, LARGEST_PAGE);
    return ApiResponse.written(json -> json.writeStartArray().writeEndArray());
  }
}
