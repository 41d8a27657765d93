package dev.hearth.cli.operator;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The shapes of a keystore.
enum KeystoreFormat {
  /// For current clients: `app_id` and keys in hex. An RSA key can't be written like this.
  app,
  /// For older clients: `client_id`, `pin_token` and `private_key`.
  legacy,
  /// One object with the fields of both, from which every client takes those it knows.
  both;

  /// The keystore of a user as the local door tells of them.
  String of(JsonNode user) {
    JsonNode shape =
        switch (this) {
          case app -> user.path("keystore");
          case legacy -> user.path("legacy_keystore");
          case both ->
              ((ObjectNode) user.path("keystore").deepCopy())
                  .setAll((ObjectNode) user.path("legacy_keystore"));
        };
    return shape.toPrettyString();
  }
}
