package dev.hearth.cli.operator;

import tools.jackson.databind.JsonNode;

/// The sentence about a user that was added.
final class Added {
  private Added() {}

  static String sentence(JsonNode user) {
    return "%s has the identity number %s and the user id %s."
        .formatted(
            user.path("name").asString(),
            user.path("identity_number").asString(),
            user.path("user_id").asString());
  }
}
