package dev.hearth.sdk.http;

import dev.hearth.protocol.id.Uuids;
import dev.hearth.protocol.payload.Attachment;
import dev.hearth.protocol.payload.Attachment.Keys;
import dev.hearth.sdk.Downloaded;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.Pace;
import dev.hearth.sdk.Progress;
import dev.hearth.sdk.crypto.AttachmentKey;
import dev.hearth.sdk.crypto.SealedAttachment;
import dev.hearth.sdk.crypto.SealedAttachment.AttachmentOpening;
import dev.hearth.sdk.crypto.SealingStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/// Moves files to and from the addresses that the server has for them. No token goes along: the
/// address may be another's. A piece at a time is held in memory.
final class Attachments {
  private static final int PIECE_BYTES = 1 << 16;

  /// More than any file has, and not too much to be added to.
  private static final long MOST_BYTES = 1L << 60;

  private final HttpCalls calls;
  private final HttpClient http;
  private final Pace pace;
  private final RandomGenerator random;

  Attachments(HttpCalls calls, HttpClient http, Pace pace, RandomGenerator random) {
    this.calls = calls;
    this.http = http;
    this.pace = pace;
    this.random = random;
  }

  Attachment upload(Path file, String mimeType, Progress progress) throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      long size = Files.size(file);
      JsonNode made = make();
      Attachment attachment = Attachment.of(id(made), mimeType, size);
      put(bytes, size, address(made, "upload_url"), progress);
      return attachment;
    }
  }

  Attachment uploadSealed(Path file, String mimeType, Progress progress) throws IOException {
    AttachmentKey key = AttachmentKey.generate();
    try (var sealed = new SealingStream(Files.newInputStream(file), key)) {
      long size = Files.size(file);
      JsonNode made = make();
      Attachment attachment = Attachment.of(id(made), mimeType, size);
      put(sealed, SealingStream.sealedSize(size), address(made, "upload_url"), progress);
      return attachment.with(new Keys(key.toBytes(), sealed.digest()));
    }
  }

  /// The file appears when it is whole, and what was sealed has proved right.
  Downloaded download(Attachment attachment, Path into, long mostBytes, Progress progress)
      throws IOException {
    Optional<DownloadStream> found = find(attachment).flatMap(from -> open(from, progress));
    if (found.isEmpty()) {
      return new Downloaded.Missing();
    }
    long allowed = Math.min(mostBytes, MOST_BYTES);
    long most = attachment.size() > 0 ? Math.min(allowed, attachment.size()) : allowed;
    try (DownloadStream bytes = found.get()) {
      return attachment.keys().isPresent()
          ? unseal(bytes, attachment.keys().get(), into, most)
          : save(bytes, into, most);
    }
  }

  private JsonNode make() {
    return calls.post("/attachments", HttpApi::writeNothing);
  }

  private Optional<URI> find(Attachment attachment) {
    return HttpApi.unlessNotFound(
            () -> calls.get("/attachments/" + HttpApi.segment(attachment.id())))
        .map(found -> address(found, "view_url"));
  }

  private Optional<DownloadStream> open(URI from, Progress progress) {
    var pauses = new Backoff(pace.reconnectFirst(), pace.reconnectAtMost(), random);
    return DownloadStream.open(http, from, pace, pauses, progress);
  }

  private static Downloaded unseal(DownloadStream bytes, Keys keys, Path into, long most)
      throws IOException {
    Optional<AttachmentKey> key = AttachmentKey.find(keys.key());
    if (key.isEmpty()) {
      return new Downloaded.Damaged();
    }
    if (bytes.size() > SealingStream.sealedSize(most)) {
      return new Downloaded.TooLarge();
    }
    return switch (new SealedAttachment(key.get(), keys.digest(), most).open(bytes, into)) {
      case AttachmentOpening.OpenedFile(long size) -> new Downloaded.Saved(size);
      case AttachmentOpening.NotAsUploaded() -> new Downloaded.Damaged();
      case AttachmentOpening.TooLong() -> new Downloaded.TooLarge();
    };
  }

  private static Downloaded save(DownloadStream bytes, Path into, long most) throws IOException {
    if (bytes.size() > most) {
      return new Downloaded.TooLarge();
    }
    Path draft = into.resolveSibling("." + UUID.randomUUID() + ".part");
    try {
      long size = 0;
      try (OutputStream out = Files.newOutputStream(draft)) {
        byte[] piece = new byte[PIECE_BYTES];
        for (int count; (count = bytes.read(piece)) >= 0; ) {
          size += count;
          if (size > most) {
            return new Downloaded.TooLarge();
          }
          out.write(piece, 0, count);
        }
      }
      Files.move(draft, into, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return new Downloaded.Saved(size);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /// Sends all of `bytes`, which are `size`.
  private void put(InputStream bytes, long size, URI to, Progress progress) {
    var counted = new UploadStream(bytes, size, progress);
    HttpRequest put =
        HttpRequest.newBuilder(to)
            .header("Content-Type", "application/octet-stream")
            // The original service's store requires this header.
            .header("x-amz-acl", "public-read")
            .PUT(body(counted, size))
            .build();
    progress.moved(0, size);
    var answer = http.sendAsync(put, BodyHandlers.discarding());
    int status;
    var watch = StalledTransfer.watch(counted::sent, pace.goneAfter(), () -> answer.cancel(true));
    try (watch) {
      status = answer.get().statusCode();
    } catch (ExecutionException e) {
      throw HearthException.unreachable("the upload broke off", e);
    } catch (CancellationException e) {
      throw HearthException.unreachable("the upload stood still", e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw HearthException.unreachable("the upload was interrupted", e);
    }
    if (status / 100 != 2) {
      throw HearthException.refused(status, "HTTP " + status + " to the upload");
    }
    if (counted.sent() < size) {
      throw HearthException.garbled("an answer before the end of the upload");
    }
  }

  private static BodyPublisher body(InputStream bytes, long size) {
    return size == 0
        ? BodyPublishers.noBody()
        : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> bytes), size);
  }

  private static UUID id(JsonNode made) {
    return Uuids.find(made.path("attachment_id").asString(""))
        .orElseThrow(() -> HearthException.garbled("an attachment without an id"));
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
}
