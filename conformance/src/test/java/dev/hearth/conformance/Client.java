package dev.hearth.conformance;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.SessionToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Somebody signed up, on one of their devices.
public record Client(String name, Keystore keystore) {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  public UserId user() {
    return keystore.userId();
  }

  public SessionId session() {
    return keystore.sessionId();
  }

  /// A good token for one request.
  public String token(String method, String target, String body) {
    return SessionToken.sign(
        keystore.keyPair(),
        user(),
        session(),
        Instant.now(),
        Duration.ofMinutes(10),
        method,
        target,
        body.getBytes(StandardCharsets.UTF_8));
  }

  /// Opens the conversation with `other`, as an app does before the first message.
  public ConversationId talkTo(URI api, Client other) {
    ConversationId id = ConversationId.ofContact(user(), other.user());
    ObjectNode body = JSON.createObjectNode().put("category", "CONTACT");
    body.put("conversation_id", id.toString());
    body.putArray("participants").addObject().put("user_id", other.user().toString());
    post(api, "/conversations", body);
    return id;
  }

  public ConversationId found(URI api, String name, List<Client> others) {
    ConversationId id = ConversationId.random();
    ObjectNode body = JSON.createObjectNode().put("category", "GROUP").put("name", name);
    body.put("conversation_id", id.toString());
    var participants = body.putArray("participants");
    others.forEach(one -> participants.addObject().put("user_id", one.user().toString()));
    post(api, "/conversations", body);
    return id;
  }

  public JsonNode post(URI api, String target, JsonNode body) {
    return ask(api, "POST", target, body.toString());
  }

  public JsonNode get(URI api, String target) {
    return ask(api, "GET", target, "");
  }

  private JsonNode ask(URI api, String method, String target, String body) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(api.resolve(target))
              .header("Authorization", "Bearer " + token(method, target, body))
              .method(
                  method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
              .build();
      JsonNode answer = JSON.readTree(HTTP.send(request, BodyHandlers.ofString()).body());
      if (answer.has("error")) {
        throw new IllegalStateException(method + " " + target + ": " + answer);
      }
      return answer.path("data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
