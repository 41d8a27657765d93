package dev.hearth.edge.api;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;

/// What there is to ask for. A path's segments that begin with a colon are parameters:
/// `/users/:id`. The first route registered that fits is taken.
///
/// Routes are for signed-in callers, unless registered through {@link #forAnyone()}.
public final class ApiRoutes {
  enum Audience {
    CALLERS,
    ANYONE
  }

  record Route(HttpMethod method, String path, Audience audience, ApiHandler handler) {}

  private final Audience audience;
  private final List<Route> routes;

  ApiRoutes() {
    this(Audience.CALLERS, new ArrayList<>());
  }

  private ApiRoutes(Audience audience, List<Route> routes) {
    this.audience = audience;
    this.routes = routes;
  }

  /// These routes, to add some that need no caller: there a missing or bad token makes the caller
  /// nobody, rather than refusing the request.
  public ApiRoutes forAnyone() {
    return new ApiRoutes(Audience.ANYONE, routes);
  }

  public ApiRoutes get(String path, ApiHandler handler) {
    return add(HttpMethod.GET, path, handler);
  }

  public ApiRoutes post(String path, ApiHandler handler) {
    return add(HttpMethod.POST, path, handler);
  }

  public ApiRoutes put(String path, ApiHandler handler) {
    return add(HttpMethod.PUT, path, handler);
  }

  public ApiRoutes delete(String path, ApiHandler handler) {
    return add(HttpMethod.DELETE, path, handler);
  }

  List<Route> all() {
    return List.copyOf(routes);
  }

  private ApiRoutes add(HttpMethod method, String path, ApiHandler handler) {
    routes.add(new Route(method, path, audience, handler));
    return this;
  }
}
