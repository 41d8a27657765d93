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
  /// @param wayIn for a browser; bots have none
  public record Known(
      String name,
      UserId userId,
      String identityNumber,
      Optional<String> pin,
      Optional<BrowserWayIn> wayIn,
      Keystore keystore) {
    /// Without the secrets.
    @Override
    public String toString() {
      return name + " " + identityNumber;
    }
  }

  /// The data with which a browser becomes another device of a person.
  ///
  /// @param code signs in any number of times, as long as the server runs
  /// @param identity the private half of the identity key that all devices of the person share, in
  ///   URL base64: linking hands it over from device to device, and here it stands in the link
  public record BrowserWayIn(String code, String identity) {
    @Override
    public String toString() {
      return "BrowserWayIn";
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

  /// The link that signs a browser in as this person. Its last part stays in the browser, which
  /// sends no server what follows a `#`.
  public Optional<String> findLink(Known person) {
    return person.wayIn.map(way ->
        "http://localhost:%d/#sign-in=%s.%s.%s"
            .formatted(api.getPort(), person.identityNumber, way.code, way.identity));
  }

  public String toJson() {
    ObjectNode world = JSON.createObjectNode();
    world.put("api", api.toString()).put("blaze", blaze.toString());
    people.forEach(known -> findLink(known).ifPresent(link -> addLink(world, known, link)));
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

  private static void addLink(ObjectNode world, Known known, String link) {
    world.withObject("web").put(known.name.toLowerCase(Locale.ROOT), link);
  }

  private static void add(ArrayNode array, Known known) {
    ObjectNode one =
        array
            .addObject()
            .put("name", known.name)
            .put("user_id", known.userId.toString())
            .put("identity_number", known.identityNumber);
    known.pin.ifPresent(pin -> one.put("pin", pin));
    known.wayIn.ifPresent(way -> one.put("code", way.code).put("identity", way.identity));
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
                      find(known, "pin"),
                      find(known, "code")
                          .flatMap(code ->
                              find(known, "identity").map(key -> new BrowserWayIn(code, key))),
                      keystore)));
    }
    return read;
  }

  private static Optional<String> find(JsonNode known, String field) {
    return Optional.of(known.path(field).asString("")).filter(text -> !text.isEmpty());
  }
}
