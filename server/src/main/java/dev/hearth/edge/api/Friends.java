package dev.hearth.edge.api;

import dev.hearth.chat.account.Relationships;

/// `GET /friends`: the people and bots the caller has added.
public final class Friends implements ApiResource {
  private final Relationships relationships;
  private final UserJson users;

  Friends(Relationships relationships, UserJson users) {
    this.relationships = relationships;
    this.users = users;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.get(
        "/friends",
        request -> users.show(request.caller(), relationships.friends(request.caller().user())));
  }
}
