package dev.hearth.edge.media;

import dev.hearth.chat.media.Attachments;
import dev.hearth.chat.media.MediaMeters;
import dev.hearth.chat.media.StoredContent;
import dev.hearth.edge.ClientAddresses;
import dev.hearth.edge.RefusalLog;
import dev.hearth.edge.Tempo;
import dev.hearth.edge.media.ByteRange.Beyond;
import dev.hearth.edge.media.ByteRange.Part;
import dev.hearth.edge.media.ByteRange.Whole;
import dev.hearth.platform.limits.Share;
import dev.hearth.platform.limits.SharedSlots;
import dev.hearth.platform.runtime.LoggedFault;
import dev.hearth.platform.runtime.NotNow;
import dev.hearth.protocol.id.AttachmentId;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives bytes out. Clients need their length beforehand and have no use for another encoding of
/// them: some decrypt while they read.
///
/// A browser saves every upload as a file and never runs it under our origin.
final class Downloads {
  private static final Logger LOG = LoggerFactory.getLogger(Downloads.class);
  private static final int MOST = 256;

  /// Of one address, behind which there may be an office.
  private static final int EACH_ADDRESS = 32;

  /// Of one attachment: one that many want must not take the room of all others.
  private static final int EACH_ATTACHMENT = 128;

  private final RefusalLog refusals;
  private final Vertx vertx;
  private final Attachments attachments;
  private final MediaMeters meters;
  private final Tempo tempo;
  private final Executor workers;
  private final SharedSlots slots;
  private final ClientAddresses addresses;

  Downloads(
      Vertx vertx,
      Attachments attachments,
      MediaMeters meters,
      Tempo tempo,
      ClientAddresses addresses,
      MeterRegistry registry,
      Executor workers) {
    this.refusals = new RefusalLog(registry);
    this.slots = new SharedSlots("downloads", MOST).shownOn(registry);
    this.addresses = addresses;
    this.vertx = vertx;
    this.attachments = attachments;
    this.meters = meters;
    this.tempo = tempo;
    this.workers = workers;
  }

  /// The `ETag` of a content.
  static String tag(StoredContent content) {
    return "\"" + content.digest() + "\"";
  }

  void handle(HttpServerRequest request, AttachmentId id) {
    var shares = new ArrayList<>(addresses.shares(request, EACH_ADDRESS));
    shares.add(new Share(id, EACH_ATTACHMENT));
    var slot = slots.take(shares);
    if (slot.isEmpty()) {
      TransferRefusal.BUSY.answer(request, refusals);
      return;
    }
    Context eventLoop = vertx.getOrCreateContext();
    var wish = Wish.of(request);
    workers.execute(() -> {
      try {
        meters.downloading(1);
        send(request, eventLoop, wish, id);
      } catch (NotNow _) {
        // Such as a directory that another program has locked.
        eventLoop.runOnContext(_ -> breakOff(request, TransferRefusal.BUSY));
      } catch (IOException | RuntimeException | Error fault) {
        LOG.error("A download of attachment {} failed", id, LoggedFault.of(fault));
        eventLoop.runOnContext(_ -> breakOff(request, TransferRefusal.INTERNAL));
      } finally {
        meters.downloading(-1);
        slot.get().close();
      }
    });
  }

  private void send(HttpServerRequest request, Context eventLoop, Wish wish, AttachmentId id)
      throws IOException {
    var attachment = attachments.find(id).filter(found -> found.content().isPresent());
    if (attachment.isEmpty()) {
      eventLoop.runOnContext(_ -> TransferRefusal.NOT_FOUND.answer(request, refusals));
      return;
    }
    var content = attachment.get().content().orElseThrow();
    if (wish.hasAlready(tag(content))) {
      eventLoop.runOnContext(_ -> head(request.response(), 304, content).end());
      return;
    }
    switch (wish.range(content)) {
      case Beyond() ->
          eventLoop.runOnContext(_ -> {
            request.response().putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + content.size());
            TransferRefusal.BEYOND.answer(request, refusals);
          });
      case Part part -> stream(request, eventLoop, content, 206, part);
      case Whole() -> {
        if (wish.head()) {
          eventLoop.runOnContext(
              _ -> sized(head(request.response(), 200, content), content.size()).end());
        } else {
          stream(request, eventLoop, content, 200, new Part(0, content.size()));
        }
      }
    }
  }

  private void stream(
      HttpServerRequest request, Context eventLoop, StoredContent content, int status, Part part)
      throws IOException {
    try (InputStream bytes = attachments.open(content, part.from())) {
      eventLoop.runOnContext(_ -> {
        var response = sized(head(request.response(), status, content), part.length());
        if (status == 206) {
          response.putHeader(HttpHeaders.CONTENT_RANGE, part.header(content.size()));
        }
      });
      var body = new OutgoingBody(request.response(), eventLoop, tempo);
      boolean all = body.write(bytes, part.length(), meters::sent);
      eventLoop.runOnContext(_ -> {
        if (all) {
          request.response().end();
        } else {
          request.connection().close();
        }
      });
    }
  }

  private static HttpServerResponse sized(HttpServerResponse response, long length) {
    return response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
  }

  private static HttpServerResponse head(
      HttpServerResponse response, int status, StoredContent content) {
    return response
        .setStatusCode(status)
        .putHeader(HttpHeaders.ETAG, tag(content))
        .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes")
        // An attachment's bytes never change.
        .putHeader(HttpHeaders.CACHE_CONTROL, "private, max-age=86400, immutable")
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream")
        .putHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment")
        .putHeader("Content-Security-Policy", "default-src 'none'; sandbox")
        .putHeader("Cross-Origin-Resource-Policy", "cross-origin");
  }

  /// An answer that has begun can't be taken back: the connection ends, and the client notices that
  /// bytes are missing.
  private void breakOff(HttpServerRequest request, TransferRefusal refusal) {
    if (request.response().headWritten()) {
      request.connection().close();
    } else {
      refusal.answer(request, refusals);
    }
  }

  /// The headers in which a client says what it wants, read on the event loop.
  private record Wish(
      boolean head, Optional<String> range, Optional<String> ifRange, Optional<String> unless) {
    static Wish of(HttpServerRequest request) {
      return new Wish(
          request.method().equals(HttpMethod.HEAD),
          Optional.ofNullable(request.getHeader("Range")),
          Optional.ofNullable(request.getHeader("If-Range")),
          Optional.ofNullable(request.getHeader(HttpHeaders.IF_NONE_MATCH)));
    }

    boolean hasAlready(String tag) {
      return unless.filter(tags -> tags.strip().equals("*") || tags.contains(tag)).isPresent();
    }

    /// The range to send. All bytes when `If-Range` names other content: the client can't join
    /// parts of different contents.
    ByteRange range(StoredContent content) {
      boolean fits = !head && (ifRange.isEmpty() || ifRange.get().strip().equals(tag(content)));
      return ByteRange.of(fits ? range : Optional.empty(), content.size());
    }
  }
}
