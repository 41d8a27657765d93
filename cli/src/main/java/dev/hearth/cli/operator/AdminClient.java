package dev.hearth.cli.operator;

import dev.hearth.cli.option.CommandRefused;
import dev.hearth.edge.admin.AdminDoor;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks a running server through its local door.
final class AdminClient {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int TIMEOUT_MILLIS = 120_000;
  private static final int PATIENT_MILLIS = 24 * 3_600_000;

  private final Path folder;
  private final URI door;
  private final String token;

  private AdminClient(Path folder, URI door, String token) {
    this.folder = folder;
    this.door = door;
    this.token = token;
  }

  /// The door of the server that uses this data folder.
  static AdminClient at(Path folder) {
    try {
      JsonNode admin = JSON.readTree(Files.readString(folder.resolve(AdminDoor.FILE)));
      return new AdminClient(
          folder, URI.create(admin.path("url").asString()), admin.path("token").asString());
    } catch (NoSuchFileException e) {
      throw new CommandRefused(
          "no server runs on " + folder + "; start it, or say which one with --data or --config");
    } catch (IOException | JacksonException e) {
      throw new CommandRefused(
          folder.resolve(AdminDoor.FILE) + " can't be read: " + e.getMessage());
    }
  }

  /// Whether a server that uses this data folder has its door open. A server that was killed leaves
  /// the address of a door that is shut.
  static boolean isOpen(Path folder) {
    if (!Files.exists(folder.resolve(AdminDoor.FILE))) {
      return false;
    }
    URI door = at(folder).door;
    try (var _ = new Socket(door.getHost(), door.getPort())) {
      return true;
    } catch (IOException shut) {
      return false;
    }
  }

  JsonNode get(String path) {
    return ask("GET", path, Optional.empty(), TIMEOUT_MILLIS);
  }

  JsonNode post(String path, JsonNode body) {
    return ask("POST", path, Optional.of(body), TIMEOUT_MILLIS);
  }

  /// Like {@link #post}, for what may take as long as it takes to read everything.
  JsonNode postPatiently(String path, JsonNode body) {
    return ask("POST", path, Optional.of(body), PATIENT_MILLIS);
  }

  JsonNode delete(String path) {
    return ask("DELETE", path, Optional.empty(), TIMEOUT_MILLIS);
  }

  private JsonNode ask(String method, String path, Optional<JsonNode> body, int millis) {
    JsonNode answer;
    int status;
    try {
      var connection = (HttpURLConnection) door.resolve(path).toURL().openConnection();
      connection.setRequestMethod(method);
      connection.setRequestProperty("Authorization", "Bearer " + token);
      connection.setReadTimeout(millis);
      if (body.isPresent()) {
        connection.setDoOutput(true);
        connection.getOutputStream().write(body.get().toString().getBytes(StandardCharsets.UTF_8));
      }
      status = connection.getResponseCode();
      try (var in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
        answer = JSON.readTree(in);
      }
    } catch (IOException | JacksonException e) {
      throw new CommandRefused("the server on " + folder + " doesn't answer: " + e.getMessage());
    }
    if (status >= 400) {
      throw new CommandRefused(answer.path("error").asString("status " + status));
    }
    return answer;
  }
}
