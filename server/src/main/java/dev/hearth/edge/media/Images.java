package dev.hearth.edge.media;

import dev.hearth.chat.directory.account.PortraitName;
import dev.hearth.chat.media.Digest;
import dev.hearth.chat.media.Pictures;
import dev.hearth.chat.media.Pictures.Picture;
import dev.hearth.chat.media.Portraits;
import dev.hearth.edge.ClientAddresses;
import dev.hearth.edge.RefusalLog;
import dev.hearth.edge.Tempo;
import dev.hearth.edge.json.PictureUrls;
import dev.hearth.edge.json.PortraitUrls;
import dev.hearth.platform.limits.SharedSlots;
import dev.hearth.platform.limits.SharedSlots.Slot;
import dev.hearth.platform.runtime.LoggedFault;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The addresses of pictures that everybody may see: `/images/DIGEST` for stickers and the covers
/// of albums, `/portraits/NAME` for what people and groups show. They never change, so that clients
/// and proxies may keep them for good.
///
/// A browser shows them as the pictures they are, and as nothing else: they can't run anything in
/// our name. Handles requests on their event loops, and moves bytes on virtual threads.
public final class Images implements Handler<HttpServerRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(Images.class);

  /// Each holds its picture, a MiB at most, until it is out.
  private static final int MOST_AT_ONCE = 64;

  private static final int EACH_ADDRESS = 16;

  private final RefusalLog refusals;
  private final Vertx vertx;
  private final Pictures pictures;
  private final Portraits portraits;
  private final Tempo tempo;
  private final Executor workers;
  private final ClientAddresses addresses;
  private final SharedSlots slots;

  /// @param workers where bytes are moved: a new virtual thread each
  public Images(
      Vertx vertx,
      Pictures pictures,
      Portraits portraits,
      Tempo tempo,
      ClientAddresses addresses,
      MeterRegistry registry,
      Executor workers) {
    this.addresses = addresses;
    this.refusals = new RefusalLog(registry);
    this.slots = new SharedSlots("images", MOST_AT_ONCE).shownOn(registry);
    this.vertx = vertx;
    this.pictures = pictures;
    this.portraits = portraits;
    this.tempo = tempo;
    this.workers = workers;
  }

  @Override
  public void handle(HttpServerRequest request) {
    request.response().putHeader("X-Content-Type-Options", "nosniff");
    boolean head = request.method().equals(HttpMethod.HEAD);
    var wanted = wanted(request);
    if (wanted.isEmpty() || !(head || request.method().equals(HttpMethod.GET))) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      TransferRefusal.NOT_FOUND.answer(request, refusals);
    } else {
      var slot = slots.take(addresses.shares(request, EACH_ADDRESS));
      if (slot.isEmpty()) {
        TransferRefusal.BUSY.answer(request, refusals);
        return;
      }
      @Nullable String unless = request.getHeader(HttpHeaders.IF_NONE_MATCH);
      boolean known = unless != null && unless.contains(tag(wanted.get().name()));
      send(request, wanted.get(), head, known, slot.get());
    }
  }

  /// A picture that a path names.
  ///
  /// @param find looks it up; blocks
  private record Wanted(String name, Supplier<Optional<Picture>> find) {}

  /// Nothing of a path becomes part of a file's name but a digest.
  private Optional<Wanted> wanted(HttpServerRequest request) {
    @Nullable String path = request.path();
    if (path == null) {
      return Optional.empty();
    }
    return path.startsWith(PortraitUrls.PATH)
        ? PortraitName.find(path.substring(PortraitUrls.PATH.length()))
            .map(name -> new Wanted(name.text(), () -> portraits.find(name)))
        : Digest.find(path.substring(PictureUrls.PATH.length()))
            .map(digest -> new Wanted(digest.hex(), () -> pictures.find(digest)));
  }

  private void send(
      HttpServerRequest request, Wanted wanted, boolean head, boolean known, Slot slot) {
    Context eventLoop = vertx.getOrCreateContext();
    workers.execute(() -> {
      try {
        var picture = wanted.find().get();
        if (picture.isEmpty()) {
          eventLoop.runOnContext(_ -> TransferRefusal.NOT_FOUND.answer(request, refusals));
        } else if (known) {
          eventLoop.runOnContext(_ -> head(request.response(), 304, wanted.name()).end());
        } else {
          send(request, eventLoop, wanted.name(), head, picture.get());
        }
      } catch (IOException | RuntimeException | Error fault) {
        LOG.error("Picture {} can't be sent", wanted.name(), LoggedFault.of(fault));
        eventLoop.runOnContext(_ -> breakOff(request));
      } finally {
        slot.close();
      }
    });
  }

  private void send(
      HttpServerRequest request, Context eventLoop, String name, boolean head, Picture picture)
      throws IOException {
    int length = picture.bytes().length;
    eventLoop.runOnContext(_ -> {
      var response =
          head(request.response(), 200, name)
              .putHeader(HttpHeaders.CONTENT_TYPE, picture.type().mediaType())
              .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(length));
      if (head) {
        response.end();
      }
    });
    if (head) {
      return;
    }
    var body = new OutgoingBody(request.response(), eventLoop, tempo);
    boolean all = body.write(new ByteArrayInputStream(picture.bytes()), length, _ -> {});
    eventLoop.runOnContext(_ -> {
      if (all) {
        request.response().end();
      } else {
        request.connection().close();
      }
    });
  }

  private static HttpServerResponse head(HttpServerResponse response, int status, String name) {
    return response
        .setStatusCode(status)
        .putHeader(HttpHeaders.ETAG, tag(name))
        .putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable")
        .putHeader("Content-Security-Policy", "default-src 'none'; sandbox")
        .putHeader("Cross-Origin-Resource-Policy", "cross-origin");
  }

  private static String tag(String name) {
    return "\"" + name + "\"";
  }

  /// An answer that has begun can't be taken back: the connection ends, and the client notices that
  /// bytes are missing.
  private void breakOff(HttpServerRequest request) {
    if (request.response().headWritten()) {
      request.connection().close();
    } else {
      TransferRefusal.INTERNAL.answer(request, refusals);
    }
  }
}
