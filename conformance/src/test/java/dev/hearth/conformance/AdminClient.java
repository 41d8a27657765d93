package dev.hearth.conformance;

import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.key.Keystore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The local door of a running server, through which its users are added.
///
/// @param url its address
/// @param token the token that it requires
public record AdminClient(URI url, String token) {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /// The door of the server that uses this data folder.
  public static AdminClient of(Path data) {
    try {
      JsonNode address = JSON.readTree(Files.readString(data.resolve("admin.json")));
      return new AdminClient(
          URI.create(address.path("url").asString()), address.path("token").asString());
    } catch (IOException e) {
      throw new UncheckedIOException("the server has no local door", e);
    }
  }

  public Client person(String name) {
    return client(ask("POST", "/users", JSON.createObjectNode().put("name", name)));
  }

  public Client bot(String name) {
    ObjectNode wanted = JSON.createObjectNode().put("name", name).put("bot", true);
    return client(ask("POST", "/users", wanted));
  }

  public Client rsaBot(String name) {
    ObjectNode wanted = JSON.createObjectNode().put("name", name).put("bot", true).put("rsa", true);
    return client(ask("POST", "/users", wanted));
  }

  /// Adds a bot that reads `ENCRYPTED_…` messages.
  public Client encryptedBot(String name) {
    ObjectNode wanted =
        JSON.createObjectNode().put("name", name).put("bot", true).put("encrypted", true);
    return client(ask("POST", "/users", wanted));
  }

  /// Signs somebody in on another device.
  public Client secondDevice(Client client) {
    return client(ask("POST", "/users/" + client.user() + "/sessions", JSON.createObjectNode()));
  }

  /// Signs a session out; returns whether it was signed in.
  public boolean revoke(Client client) {
    String path = "/sessions/" + client.session();
    return ask("DELETE", path, JSON.createObjectNode()).path("revoked").asBoolean();
  }

  /// Adds an asset to the ledger.
  public AssetId asset(String symbol, int precision) {
    ObjectNode wanted = JSON.createObjectNode().put("symbol", symbol).put("precision", precision);
    return AssetId.of(ask("POST", "/assets", wanted).path("asset_id").asString());
  }

  /// Makes more of an asset, for somebody.
  public void issue(String symbol, Client to, String amount) {
    ObjectNode wanted = JSON.createObjectNode().put("to", to.user().toString());
    ask("POST", "/assets/" + symbol + "/issues", wanted.put("amount", amount));
  }

  /// A sentence for each fault of the ledger.
  public List<String> ledgerFaults() {
    return ask("GET", "/ledger/books", JSON.createObjectNode())
        .path("faults")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  private static Client client(JsonNode answer) {
    JsonNode user = answer.path("users").path(0);
    return Keystore.parse(user.path("legacy_keystore").toString())
        .map(keystore -> new Client(user.path("name").asString(), keystore))
        .orElseThrow(() -> new IllegalStateException("no keystore in the door's answer"));
  }

  private JsonNode ask(String method, String path, JsonNode body) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(url.resolve(path))
              .header("Authorization", "Bearer " + token)
              .method(method, BodyPublishers.ofString(body.toString()))
              .build();
      HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(method + " " + path + ": " + response.body());
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
