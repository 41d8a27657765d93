/// The shell of the HTTP API: everything that is the same for all requests.
///
/// In come requests, out go JSON envelopes: `{"data": …}`, or `{"error": {status, code,
/// description}}` with HTTP 202, because clients lose the code of any other status. A resource
/// registers routes with {@link dev.hearth.edge.http.ApiRoutes}; its handlers are plain blocking
/// code on virtual threads, called when the body is there, is not too long, and the caller is
/// known:
///
/// ```java
/// final class ProfileResource implements ApiResource {
///   public void addTo(ApiRoutes routes) {
///     routes.get("/me", this::me).get("/users/:id", this::find);
///     routes.forAnyone().get("/", request -> ApiResponse.nothing());
///   }
///
///   private ApiResponse find(ApiRequest request) {
///     return users.findUser(request.pathParameter("id"))
///         .map(user -> ApiResponse.data(view(user)))
///         .orElseGet(() -> ApiResponse.refused(ErrorCode.NOT_FOUND, "No user has this id."));
///   }
/// }
/// ```
///
/// An exception of a handler is a fault: HTTP 500, logged once, here.
@NullMarked
package dev.hearth.edge.http;

import org.jspecify.annotations.NullMarked;
