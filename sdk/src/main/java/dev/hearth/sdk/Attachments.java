package dev.hearth.sdk;

import dev.hearth.protocol.Uuids;
import dev.hearth.protocol.payload.Attachment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/// Moves files to and from the addresses that the server has for them. No token goes along: the
/// address may be another's. Nothing is held in memory.
final class Attachments {
  /// What is slower than this is given up.
  private static final long LEAST_BYTES_A_SECOND = 16_384;

  private final HttpCalls calls;
  private final HttpClient http;
  private final Duration within;

  Attachments(HttpCalls calls, HttpClient http, Duration within) {
    this.calls = calls;
    this.http = http;
    this.within = within;
  }

  Attachment upload(Path file, String mimeType) throws IOException {
    JsonNode made = calls.post("/attachments", HttpApi::writeNothing);
    UUID id =
        Uuids.find(made.path("attachment_id").asString(""))
            .orElseThrow(() -> HearthException.garbled("an attachment without an id"));
    var attachment = Attachment.of(id, mimeType, Files.size(file));
    put(file, address(made, "upload_url"));
    return attachment;
  }

  /// The file appears when it is whole.
  ///
  /// @return false when the server has no such attachment
  boolean download(Attachment attachment, Path into, long mostBytes) throws IOException {
    Optional<JsonNode> found =
        HttpApi.unlessNotFound(() -> calls.get("/attachments/" + HttpApi.segment(attachment.id())));
    if (found.isEmpty()) {
      return false;
    }
    get(address(found.get(), "view_url"), into, mostBytes);
    return true;
  }

  private void put(Path file, URI to) throws IOException {
    HttpRequest put =
        HttpRequest.newBuilder(to)
            .timeout(patience(Files.size(file)))
            .header("Content-Type", "application/octet-stream")
            // What the original service's store wants to be told.
            .header("x-amz-acl", "public-read")
            .PUT(BodyPublishers.ofFile(file))
            .build();
    int status = send(put, BodyHandlers.discarding(), "the upload");
    if (status / 100 != 2) {
      throw HearthException.refused(status, "HTTP " + status + " to the upload");
    }
  }

  private void get(URI from, Path into, long mostBytes) throws IOException {
    Path part = into.resolveSibling("." + UUID.randomUUID() + ".part");
    try {
      HttpRequest get = HttpRequest.newBuilder(from).timeout(patience(mostBytes)).build();
      int status =
          send(get, BodyHandlers.limiting(BodyHandlers.ofFile(part), mostBytes), "the download");
      if (status != 200) {
        throw HearthException.refused(status, "HTTP " + status + " to the download");
      }
      Files.move(part, into, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static URI address(JsonNode attachment, String name) {
    String text = attachment.path(name).asString("");
    try {
      if (text.startsWith("https://") || text.startsWith("http://")) {
        return URI.create(text);
      }
    } catch (IllegalArgumentException noAddress) {
      // Said below.
    }
    throw HearthException.garbled("an attachment without " + name);
  }

  private int send(HttpRequest request, BodyHandler<?> body, String what) {
    try {
      return http.send(request, body).statusCode();
    } catch (IOException e) {
      throw HearthException.unreachable(what + " broke off", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw HearthException.unreachable(what + " was interrupted", e);
    }
  }

  private Duration patience(long bytes) {
    return within.plusSeconds(bytes / LEAST_BYTES_A_SECOND);
  }
}
