package dev.hearth.cli.dev;

import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Keystore;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Where a development server is and who is on it. As JSON it is what `dev --ready FILE` writes,
/// and what `dev.json` in the server's data folder holds.
///
/// @param api the HTTP API's address
/// @param blaze the WebSocket's address
public record DevWorld(URI api, URI blaze, List<Known> people, List<Known> bots) {
  /// The file in the data folder of a development server.
  public static final String FILE = "dev.json";

  private static final JsonMapper JSON = JsonMapper.shared();

  /// Somebody on the server, with what it takes to be them.
  ///
  /// @param pin six digits, which they were given; empty without a ledger
  public record Known(
      String name, UserId userId, String identityNumber, Optional<String> pin, Keystore keystore) {
    /// Without the secrets.
    @Override
    public String toString() {
      return name + " " + identityNumber;
    }
  }

  public DevWorld {
    people = List.copyOf(people);
    bots = List.copyOf(bots);
  }

  /// The person or bot of this name; upper and lower case are the same.
  public Optional<Known> find(String name) {
    return Stream.concat(people.stream(), bots.stream())
        .filter(known -> known.name.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  public String toJson() {
    ObjectNode world = JSON.createObjectNode();
    world.put("api", api.toString()).put("blaze", blaze.toString());
    people.forEach(known -> add(world.withArray("people"), known));
    bots.forEach(known -> add(world.withArray("bots"), known));
    return world.toPrettyString() + "\n";
  }

  /// Reads what {@link #toJson} wrote. People and bots whose keystore can't be read are left out.
  ///
  /// @throws tools.jackson.core.JacksonException when it isn't JSON
  public static DevWorld parse(String json) {
    JsonNode world = JSON.readTree(json);
    return new DevWorld(
        URI.create(world.path("api").asString()),
        URI.create(world.path("blaze").asString()),
        read(world.path("people")),
        read(world.path("bots")));
  }

  private static void add(ArrayNode array, Known known) {
    ObjectNode one =
        array
            .addObject()
            .put("name", known.name)
            .put("user_id", known.userId.toString())
            .put("identity_number", known.identityNumber);
    known.pin.ifPresent(pin -> one.put("pin", pin));
    one.set("keystore", JSON.readTree(known.keystore.toJson()));
  }

  private static List<Known> read(JsonNode array) {
    List<Known> read = new ArrayList<>();
    for (JsonNode known : array) {
      Keystore.parse(known.path("keystore").toString())
          .ifPresent(keystore ->
              read.add(
                  new Known(
                      known.path("name").asString(),
                      keystore.userId(),
                      known.path("identity_number").asString(),
                      Optional.of(known.path("pin").asString("")).filter(pin -> !pin.isEmpty()),
                      keystore)));
    }
    return read;
  }
}
