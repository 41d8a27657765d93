package dev.hearth.edge.http;

import dev.hearth.chat.Refusal;
import dev.hearth.chat.Refusal.Reason.Said;
import dev.hearth.edge.http.ApiRoutes.Route;
import dev.hearth.edge.http.ApiRoutes.RouteAudience;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.key.TokenScope;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The name that a token's `scp` must have for an endpoint. A route without a line here needs a
/// token for everything, and so does any new one.
public final class Scopes {
  private static final String ANY = "";
  private static final String READ = ":READ";
  private static final String WRITE = ":WRITE";

  /// A path, and all below it, of one method.
  record ScopeLine(HttpMethod method, String path, String scope) {
    boolean fits(Route route) {
      return route.method().equals(method)
          && (route.path().equals(path) || route.path().startsWith(path + "/"));
    }
  }

  /// The first line that fits counts.
  static final List<ScopeLine> LINES =
      List.of(
          get("/me/code", "PROFILE" + WRITE),
          get("/me", "PROFILE" + READ),
          get("/safe/me", "PROFILE" + READ),
          post("/me", "PROFILE" + WRITE),
          get("/users/:id/apps/favorite", ANY),
          post("/users/:id/circles", "CIRCLES" + WRITE),
          get("/users", "PROFILE" + READ),
          post("/users/fetch", "PROFILE" + READ),
          get("/search", "PROFILE" + READ),
          post("/sessions/fetch", ANY),
          get("/friends", "CONTACTS" + READ),
          get("/contacts", "CONTACTS" + READ),
          get("/blocking_users", "CONTACTS" + READ),
          post("/contacts", "CONTACTS" + WRITE),
          post("/relationships", "CONTACTS" + WRITE),
          post("/reports", "CONTACTS" + WRITE),
          get("/circles", "CIRCLES" + READ),
          post("/circles", "CIRCLES" + WRITE),
          post("/conversations/:id/circles", "CIRCLES" + WRITE),
          get("/conversations", "MESSAGES" + READ),
          post("/conversations", "MESSAGES" + WRITE),
          post("/messages", "MESSAGES" + WRITE),
          post("/encrypted_messages", "MESSAGES" + WRITE),
          post("/acknowledgements", "MESSAGES" + READ),
          get("/messages", "MESSAGES" + READ),
          get("/attachments", "MESSAGES" + READ),
          post("/attachments", "MESSAGES" + WRITE),
          get("/stickers", "STICKERS" + READ),
          get("/albums", "STICKERS" + READ),
          post("/stickers", "STICKERS" + WRITE),
          post("/albums", "STICKERS" + WRITE),
          get("/apps", "APPS" + READ),
          get("/assets/:id/snapshots", "SNAPSHOTS" + READ),
          get("/assets", "ASSETS" + READ),
          get("/safe/assets", "ASSETS" + READ),
          post("/safe/assets/fetch", "ASSETS" + READ),
          get("/network/snapshots", "SNAPSHOTS" + READ),
          get("/safe/outputs", "ASSETS" + READ),
          get("/snapshots", "SNAPSHOTS" + READ),
          get("/transfers/trace", "SNAPSHOTS" + READ),
          get("/safe/snapshots", "SNAPSHOTS" + READ));

  /// The name of 2018 differs.
  private static final Set<String> STICKERS = Set.of("STICKER:READ", "STICKERS:READ");

  private static final Refusal NEEDS_FULL =
      Refusal.of(ErrorCode.FORBIDDEN, "The token's scp has to be FULL for this.");

  private Scopes() {}

  private static ScopeLine get(String path, String scope) {
    return new ScopeLine(HttpMethod.GET, path, scope);
  }

  private static ScopeLine post(String path, String scope) {
    return new ScopeLine(HttpMethod.POST, path, scope);
  }

  /// Why a token may not be used there, if so.
  static Optional<Refusal> findObjection(TokenScope scope, Route route) {
    if (scope.isFull() || route.audience() == RouteAudience.ANYONE) {
      return Optional.empty();
    }
    var needed = findLine(route).map(ScopeLine::scope);
    if (needed.isEmpty()) {
      return Optional.of(NEEDS_FULL);
    }
    return needed.get().equals(ANY) || isNamed(scope, needed.get())
        ? Optional.empty()
        : Optional.of(lacks(needed.get()));
  }

  /// Why a token may not be used for a connection of Blaze, over which messages come and go.
  public static Optional<Refusal> findObjectionToBlaze(TokenScope scope) {
    for (String needed : List.of("MESSAGES" + READ, "MESSAGES" + WRITE)) {
      if (!scope.allows(needed)) {
        return Optional.of(lacks(needed));
      }
    }
    return Optional.empty();
  }

  static Optional<ScopeLine> findLine(Route route) {
    return LINES.stream().filter(line -> line.fits(route)).findFirst();
  }

  private static boolean isNamed(TokenScope scope, String needed) {
    return STICKERS.contains(needed)
        ? STICKERS.stream().anyMatch(scope::allows)
        : scope.allows(needed);
  }

  private static Refusal lacks(String needed) {
    return Refusal.of(
        ErrorCode.FORBIDDEN,
        new Said("The token's scp has to name %s, or be FULL.".formatted(needed)));
  }
}
