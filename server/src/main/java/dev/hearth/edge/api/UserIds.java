package dev.hearth.edge.api;

import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.RequestRefused;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A list of users' ids as the body of a request.
final class UserIds {
  /// More than a large group has.
  static final int MOST = 2048;

  private UserIds() {}

  /// The ids; text that is not an id is skipped, like the id of an unknown user.
  static List<UserId> in(ApiRequest request) {
    List<JsonNode> items = request.items();
    if (items.size() > MOST) {
      throw RequestRefused.invalid("user_ids");
    }
    return items.stream()
        .flatMap(item -> UserId.find(item.asString("")).stream())
        .distinct()
        .toList();
  }
}
