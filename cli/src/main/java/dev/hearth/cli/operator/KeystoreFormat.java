package dev.hearth.cli.operator;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The shapes of a keystore.
enum KeystoreFormat {
  /// For current clients: `app_id` and keys in hex. An RSA key can't be written like this.
  app,
  /// For older clients: `client_id`, `pin_token` and `private_key`.
  legacy,
  /// An object with `app` and `legacy` in it.
  both;

  /// The keystore of a user as the local door tells of them.
  String of(JsonNode user) {
    JsonNode shape =
        switch (this) {
          case app -> user.path("keystore");
          case legacy -> user.path("legacy_keystore");
          case both ->
              JsonMapper.shared()
                  .valueToTree(
                      Map.of("app", user.path("keystore"), "legacy", user.path("legacy_keystore")));
        };
    return shape.toPrettyString();
  }
}
