package dev.hearth.bench;

import dev.hearth.protocol.key.Keystore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The local door of a running server, through which users are signed up.
///
/// @param url where it is
/// @param token what opens it
record AdminClient(URI url, String token) {
  @Override
  public String toString() {
    return "AdminClient[" + url + "]";
  }

  /// The file in the server's data folder that tells both.
  static final String FILE = "admin.json";

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MOST_AT_ONCE = 1_000;

  static AdminClient read(Path file) {
    try {
      JsonNode told = JSON.readTree(Files.readString(file));
      return new AdminClient(
          URI.create(told.path("url").asString()), told.path("token").asString());
    } catch (IOException e) {
      throw new Violation("can't read " + file, e);
    }
  }

  List<Keystore> people(int count) {
    List<Keystore> people = new ArrayList<>(count);
    while (people.size() < count) {
      people.addAll(some(Math.min(MOST_AT_ONCE, count - people.size())));
    }
    return people;
  }

  private List<Keystore> some(int count) {
    String body = JSON.createObjectNode().put("name", "Bench").put("count", count).toString();
    List<Keystore> people = new ArrayList<>(count);
    for (JsonNode user : Http.post(url.resolve("/users"), token, body).path("users")) {
      people.add(Keystore.parse(user.path("keystore").toString()).orElseThrow());
    }
    return people;
  }
}
