package dev.hearth.edge.http;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;

/// The routes of the API. Segments of a path that begin with a colon are parameters: `/users/:id`.
/// When several routes fit, the one registered first is taken.
///
/// Routes are for signed-in callers, unless registered through {@link #forAnyone()}.
public final class ApiRoutes {
  public enum RouteAudience {
    CALLERS,
    ANYONE
  }

  /// @param free whether nobody pays for what it changes
  /// @param bodyBytes what the body may have, where that is more than usual
  public record Route(
      HttpMethod method,
      String path,
      RouteAudience audience,
      boolean free,
      int bodyBytes,
      ApiHandler handler) {
    /// For logs and meters.
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /// An endpoint that clients know and that is not here, for logs and answers.
  public record Unserved(HttpMethod method, String path) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private final RouteAudience audience;
  private final boolean free;
  private final int bodyBytes;
  private final List<Route> routes;
  private final List<Unserved> unserved;

  public ApiRoutes() {
    this(RouteAudience.CALLERS, false, 0, new ArrayList<>(), new ArrayList<>());
  }

  private ApiRoutes(
      RouteAudience audience,
      boolean free,
      int bodyBytes,
      List<Route> routes,
      List<Unserved> unserved) {
    this.audience = audience;
    this.free = free;
    this.bodyBytes = bodyBytes;
    this.routes = routes;
    this.unserved = unserved;
  }

  /// These routes, to add some that need no caller: there a missing or bad token makes the caller
  /// nobody, rather than refusing the request.
  public ApiRoutes forAnyone() {
    return new ApiRoutes(RouteAudience.ANYONE, free, bodyBytes, routes, unserved);
  }

  /// These routes, to add some that work whatever the caller has changed before: nobody has to stay
  /// because an allowance is used up.
  public ApiRoutes free() {
    return new ApiRoutes(audience, true, bodyBytes, routes, unserved);
  }

  /// These routes, to add some whose bodies may be larger than the operator's usual bound. All of
  /// those together share a bounded room; a request that finds it taken is refused.
  public ApiRoutes withBodiesUpTo(int bytes) {
    return new ApiRoutes(audience, free, bytes, routes, unserved);
  }

  public ApiRoutes get(String path, ApiHandler handler) {
    return add(HttpMethod.GET, path, handler);
  }

  public ApiRoutes post(String path, ApiHandler handler) {
    return add(HttpMethod.POST, path, handler);
  }

  public ApiRoutes delete(String path, ApiHandler handler) {
    return add(HttpMethod.DELETE, path, handler);
  }

  /// An endpoint that clients know and Hearth does not have. Everybody is told so, with a token or
  /// without, whatever the request contains. It goes before all routes.
  public ApiRoutes unservedGet(String path) {
    unserved.add(new Unserved(HttpMethod.GET, path));
    return this;
  }

  /// Like {@link #unservedGet}.
  public ApiRoutes unservedPost(String path) {
    unserved.add(new Unserved(HttpMethod.POST, path));
    return this;
  }

  public List<Unserved> unserved() {
    return List.copyOf(unserved);
  }

  public List<Route> all() {
    return List.copyOf(routes);
  }

  private ApiRoutes add(HttpMethod method, String path, ApiHandler handler) {
    routes.add(new Route(method, path, audience, free, bodyBytes, handler));
    return this;
  }
}
