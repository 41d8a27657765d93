package dev.hearth.edge.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.runtime.DiskFull;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The door itself: listens on 127.0.0.1, lets in who knows the token, and answers each request on
/// a virtual thread of its own. `admin.json` says where it is for as long as it is open.
public final class AdminDoor implements AutoCloseable {
  /// The file in the data folder that has the door's address and token.
  public static final String FILE = "admin.json";

  private static final Logger log = LoggerFactory.getLogger(AdminDoor.class);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MOST_BODY = 64 * 1024;

  private final DataFolder folder;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final byte[] authorization;
  private final AdminRequests requests;

  private AdminDoor(DataFolder folder, HttpServer server, String token, AdminRequests requests) {
    this.folder = folder;
    this.server = server;
    this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    this.requests = requests;
  }

  public static AdminDoor open(DataFolder folder, AdminRequests requests) {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    try {
      var server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
      var door = new AdminDoor(folder, server, token, requests);
      server.setExecutor(door.threads);
      server.createContext("/", door::handle);
      server.start();
      var address = JSON.createObjectNode();
      address.put("url", "http://127.0.0.1:" + server.getAddress().getPort());
      address.put("token", token);
      folder.writeSecret(FILE, address.toString());
      return door;
    } catch (IOException e) {
      throw new UncheckedIOException("the local door can't be opened", e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      AdminAnswer answer = answer(exchange);
      byte[] body = answer.body().toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private AdminAnswer answer(HttpExchange exchange) throws IOException {
    String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    if (!MessageDigest.isEqual(authorization, given.getBytes(StandardCharsets.UTF_8))) {
      return AdminAnswer.refused(401, "the token is wrong: it changes whenever the server starts");
    }
    byte[] body = exchange.getRequestBody().readNBytes(MOST_BODY + 1);
    if (body.length > MOST_BODY) {
      return AdminAnswer.refused(413, "the body is too long");
    }
    JsonNode json;
    try {
      json = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (JacksonException e) {
      return AdminAnswer.refused(400, "the body is not JSON");
    }
    try {
      return requests.answer(exchange.getRequestMethod(), exchange.getRequestURI(), json);
    } catch (DiskFull e) {
      return AdminAnswer.refused(507, "nothing was written: " + e.getMessage());
    } catch (RuntimeException e) {
      log.error("{} through the local door failed", exchange.getRequestMethod(), e);
      return AdminAnswer.refused(500, "the server failed; its log says how");
    }
  }

  @Override
  public void close() {
    folder.remove(FILE);
    server.stop(1);
    threads.close();
  }
}
