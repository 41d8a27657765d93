package dev.hearth.conformance.page;

import dev.hearth.conformance.Client;
import dev.hearth.protocol.blaze.GzipFrame;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A Blaze connection whose frames are seen as they come.
final class RawFrames implements WebSocket.Listener, AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final List<JsonNode> frames = new ArrayList<>();
  private final ByteArrayOutputStream part = new ByteArrayOutputStream();
  private @Nullable WebSocket socket;

  static RawFrames open(URI api, Client client) {
    return open(HTTP, URI.create("ws://" + api.getAuthority() + "/"), client);
  }

  static RawFrames open(HttpClient http, URI blaze, Client client) {
    var opened = new RawFrames();
    opened.socket =
        http.newWebSocketBuilder()
            .header("Authorization", "Bearer " + client.token("GET", "/", ""))
            .buildAsync(blaze, opened)
            .join();
    return opened;
  }

  void send(String json) {
    byte[] frame = GzipFrame.pack(json.getBytes(StandardCharsets.UTF_8), 1024);
    if (socket != null) {
      socket.sendBinary(ByteBuffer.wrap(frame), true).join();
    }
  }

  /// The frame with this id.
  JsonNode await(String id) throws InterruptedException {
    return await(frame -> frame.path("id").asString().equals(id), "id " + id);
  }

  JsonNode awaitAction(String action) throws InterruptedException {
    return await(frame -> frame.path("action").asString().equals(action), action);
  }

  private synchronized JsonNode await(Predicate<JsonNode> wanted, String what)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      var found = frames.stream().filter(wanted).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("no frame with " + what + ", but " + frames);
      }
      wait(left);
    }
  }

  @Override
  public synchronized @Nullable CompletionStage<?> onBinary(
      WebSocket from, ByteBuffer data, boolean last) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    part.writeBytes(bytes);
    if (last) {
      try (var in = new GZIPInputStream(new ByteArrayInputStream(part.toByteArray()))) {
        frames.add(JsonMapper.shared().readTree(in.readAllBytes()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      part.reset();
      notifyAll();
    }
    from.request(1);
    return null;
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.abort();
    }
  }
}
