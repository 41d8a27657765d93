package dev.hearth.edge.json;

import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.RequestRefused;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A list of users' ids as the body of a request.
public final class UserIds {
  /// More than a large group has.
  public static final int MOST = 2048;

  private UserIds() {}

  /// The ids; text that is not an id is skipped, like the id of an unknown user.
  public static List<UserId> in(ApiRequest request) {
    List<JsonNode> items = request.items();
    if (items.size() > MOST) {
      throw RequestRefused.invalid("user_ids", "It is a list of at most %s ids.", MOST);
    }
    return items.stream()
        .flatMap(item -> UserId.find(item.asString("")).stream())
        .distinct()
        .toList();
  }
}
