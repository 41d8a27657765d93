package dev.hearth.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Requests that prepare a run; none of them is measured.
final class Http {
  private static final int PATIENCE_MILLIS = 120_000;

  private Http() {}

  static JsonNode post(URI where, String token, String body) {
    try {
      HttpURLConnection connection = open(where);
      connection.setRequestProperty("Authorization", "Bearer " + token);
      connection.setRequestProperty("Content-Type", "application/json");
      connection.setRequestMethod("POST");
      connection.setDoOutput(true);
      connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      String said = read(where, connection);
      JsonNode answer = JsonMapper.shared().readTree(said);
      if (answer.has("error")) {
        throw new Violation(where + " was refused: " + said);
      }
      return answer;
    } catch (IOException e) {
      throw new Violation("no answer from " + where, e);
    }
  }

  static String get(URI where) {
    try {
      return read(where, open(where));
    } catch (IOException e) {
      throw new Violation("no answer from " + where, e);
    }
  }

  private static HttpURLConnection open(URI where) throws IOException {
    var connection = (HttpURLConnection) where.toURL().openConnection();
    connection.setReadTimeout(PATIENCE_MILLIS);
    return connection;
  }

  private static String read(URI where, HttpURLConnection connection) throws IOException {
    if (connection.getResponseCode() >= 400) {
      throw new Violation(where + " was answered with status " + connection.getResponseCode());
    }
    try (InputStream in = connection.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
