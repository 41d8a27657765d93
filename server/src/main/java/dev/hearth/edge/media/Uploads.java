package dev.hearth.edge.media;

import dev.hearth.chat.media.Attachments;
import dev.hearth.chat.media.Uploaded;
import dev.hearth.edge.RefusalLog;
import dev.hearth.edge.Tempo;
import dev.hearth.platform.runtime.LoggedFault;
import dev.hearth.platform.runtime.NotNow;
import dev.hearth.protocol.id.AttachmentId;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes bytes in. One client needs exactly 200 for an answer, and nothing in it.
final class Uploads {
  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

  /// How much is still read of an upload that is refused: a client that is sending doesn't see the
  /// answer if the connection ends before.
  private static final long MOST_IGNORED = 16 << 20;

  private static final Duration IGNORING = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final Attachments attachments;
  private final Tempo tempo;
  private final Executor workers;
  private final RefusalLog refusals;

  Uploads(
      Vertx vertx, Attachments attachments, Tempo tempo, Executor workers, RefusalLog refusals) {
    this.refusals = refusals;
    this.vertx = vertx;
    this.attachments = attachments;
    this.tempo = tempo;
    this.workers = workers;
  }

  void handle(HttpServerRequest request, AttachmentId id) {
    Context eventLoop = vertx.getOrCreateContext();
    var body = new IncomingBody(request, eventLoop, tempo);
    OptionalLong length;
    try {
      length = length(request);
    } catch (NumberFormatException _) {
      refuse(request, body, TransferRefusal.BAD_LENGTH);
      return;
    }
    workers.execute(() -> {
      var uploaded = upload(id, length, body);
      eventLoop.runOnContext(_ -> answer(request, body, uploaded));
    });
  }

  /// Refuses a request that may have a body, whatever it is.
  void refuse(HttpServerRequest request, TransferRefusal refusal) {
    refuse(request, new IncomingBody(request, vertx.getOrCreateContext(), tempo), refusal);
  }

  private static OptionalLong length(HttpServerRequest request) {
    @Nullable String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(length));
  }

  /// Empty when it failed.
  private @Nullable Uploaded upload(AttachmentId id, OptionalLong length, IncomingBody body) {
    try {
      return attachments.upload(id, length, body);
    } catch (NotNow _) {
      return Uploaded.refused(Uploaded.Why.BUSY);
    } catch (RuntimeException | Error fault) {
      LOG.error("An upload to attachment {} failed", id, LoggedFault.of(fault));
      return null;
    }
  }

  private void answer(HttpServerRequest request, IncomingBody body, @Nullable Uploaded uploaded) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    switch (uploaded) {
      case null -> refuse(request, body, TransferRefusal.INTERNAL);
      case Uploaded.Shelved(var content) ->
          response.putHeader(HttpHeaders.ETAG, Downloads.tag(content)).end();
      case Uploaded.Refused(var why) -> refuse(request, body, refusal(why));
    }
  }

  private static TransferRefusal refusal(Uploaded.Why why) {
    return switch (why) {
      case UNKNOWN -> TransferRefusal.NOT_FOUND;
      case FILLED -> TransferRefusal.FILLED;
      case TOO_LARGE -> TransferRefusal.TOO_LARGE;
      case OVER_QUOTA -> TransferRefusal.OVER_QUOTA;
      case BUSY -> TransferRefusal.BUSY;
      case NO_ROOM -> TransferRefusal.NO_ROOM;
      case TOO_SLOW, INTERRUPTED -> TransferRefusal.TOO_SLOW;
    };
  }

  /// Answers at once, and ends the connection when the client has had the time to read that.
  private void refuse(HttpServerRequest request, IncomingBody body, TransferRefusal refusal) {
    if (body.isOver()) {
      refusal.answer(request, refusals);
      return;
    }
    refusal.write(request, refusals);
    HttpServerResponse response =
        refusal.head(request.response()).putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    var _ = response.write(refusal.body());
    long timer = vertx.setTimer(IGNORING.toMillis(), _ -> hangUp(response, request));
    body.ignore(
        MOST_IGNORED,
        () -> {
          vertx.cancelTimer(timer);
          hangUp(response, request);
        });
  }

  private static void hangUp(HttpServerResponse response, HttpServerRequest request) {
    if (!response.ended() && !response.closed()) {
      response.end().onComplete(_ -> request.connection().close());
    }
  }
}
