package dev.hearth.edge.api;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.FavouriteApp;
import dev.hearth.chat.directory.account.FavouriteApps;
import dev.hearth.chat.directory.account.User;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.UserId;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// The bots that people show on their profiles.
final class FavouriteResource implements ApiResource {
  private final Accounts accounts;
  private final FavouriteApps favourites;

  FavouriteResource(Accounts accounts, FavouriteApps favourites) {
    this.accounts = accounts;
    this.favourites = favourites;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes
        .get("/users/:id/apps/favorite", this::list)
        .post("/apps/:id/favorite", this::add)
        .post("/apps/:id/unfavorite", this::remove);
  }

  private ApiResponse list(ApiRequest request) {
    var user = UserId.find(request.pathParameter("id")).flatMap(accounts::findUser);
    if (user.isEmpty()) {
      return ApiResponse.refused(ErrorCode.NOT_FOUND, "There is no user of this id.");
    }
    var all = favourites.of(user.get().id());
    return ApiResponse.written(json -> {
      json.writeStartArray();
      all.forEach(favourite -> write(json, favourite));
      json.writeEndArray();
    });
  }

  private ApiResponse add(ApiRequest request) {
    var bot = findBot(request);
    if (bot.isEmpty()) {
      return ApiResponse.refused(ErrorCode.NOT_FOUND, "There is no bot of this id.");
    }
    return favourites
        .add(request.caller().user(), bot.get())
        .map(favourite -> ApiResponse.written(json -> write(json, favourite)))
        .orElse(
            ApiResponse.refused(
                ErrorCode.TOO_MANY_FAVOURITE_APPS,
                "A user has at most %s favourite bots.",
                FavouriteApps.MOST));
  }

  private ApiResponse remove(ApiRequest request) {
    var bot = findBot(request);
    if (bot.isEmpty()) {
      return ApiResponse.refused(ErrorCode.NOT_FOUND, "There is no bot of this id.");
    }
    favourites.remove(request.caller().user(), bot.get().id());
    return ApiResponse.nothing();
  }

  private Optional<User> findBot(ApiRequest request) {
    return UserId.find(request.pathParameter("id")).flatMap(accounts::findUser).filter(User::bot);
  }

  private static void write(JsonGenerator json, FavouriteApp favourite) {
    json.writeStartObject();
    json.writeStringProperty("type", "favorite_app");
    json.writeStringProperty("user_id", favourite.user().toString());
    json.writeStringProperty("app_id", favourite.app().toString());
    json.writeStringProperty("created_at", WireTime.format(favourite.createdAt()));
    json.writeEndObject();
  }
}
