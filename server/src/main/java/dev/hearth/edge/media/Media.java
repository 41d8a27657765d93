package dev.hearth.edge.media;

import dev.hearth.chat.media.Attachments;
import dev.hearth.chat.media.MediaMeters;
import dev.hearth.chat.media.Tickets;
import dev.hearth.chat.media.Tickets.Use;
import dev.hearth.edge.ClientAddresses;
import dev.hearth.edge.ConnectionGate;
import dev.hearth.edge.HttpChannel;
import dev.hearth.edge.RefusalLog;
import dev.hearth.edge.Tempo;
import dev.hearth.edge.json.FileUrls;
import dev.hearth.protocol.id.AttachmentId;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.concurrent.Executor;

/// The addresses of attachments' bytes, `/files/ID/TICKET`: `PUT` uploads, `GET` and `HEAD`
/// download.
///
/// Handles requests on their event loops, and moves bytes on virtual threads.
public final class Media implements Handler<HttpServerRequest> {
  private final RefusalLog refusals;
  private final Tickets tickets;
  private final Uploads uploads;
  private final Downloads downloads;

  /// @param workers where bytes are moved: a new virtual thread each
  public Media(
      Vertx vertx,
      Attachments attachments,
      Tickets tickets,
      MediaMeters meters,
      Tempo tempo,
      ClientAddresses addresses,
      MeterRegistry registry,
      Executor workers) {
    this.tickets = tickets;
    this.refusals = new RefusalLog(registry);
    this.uploads = new Uploads(vertx, attachments, tempo, workers, refusals);
    this.downloads = new Downloads(vertx, attachments, meters, tempo, addresses, registry, workers);
  }

  @Override
  public void handle(HttpServerRequest request) {
    request.response().putHeader("X-Content-Type-Options", "nosniff");
    var file = Optional.ofNullable(request.path()).flatMap(Named::in);
    if (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD)) {
      download(request, file);
    } else if (request.method().equals(HttpMethod.PUT)) {
      upload(request, file);
    } else {
      uploads.refuse(request, TransferRefusal.NOT_FOUND);
    }
  }

  private void download(HttpServerRequest request, Optional<Named> file) {
    if (file.isEmpty()) {
      TransferRefusal.NOT_FOUND.answer(request, refusals);
    } else if (!isGood(file.get(), Use.VIEW)) {
      TransferRefusal.BAD_TICKET.answer(request, refusals);
    } else {
      ConnectionGate.markAuthenticated(HttpChannel.of(request.connection()));
      downloads.handle(request, file.get().id());
    }
  }

  private void upload(HttpServerRequest request, Optional<Named> file) {
    if (file.isEmpty()) {
      uploads.refuse(request, TransferRefusal.NOT_FOUND);
    } else if (!isGood(file.get(), Use.UPLOAD)) {
      uploads.refuse(request, TransferRefusal.BAD_TICKET);
    } else {
      ConnectionGate.markAuthenticated(HttpChannel.of(request.connection()));
      uploads.handle(request, file.get().id());
    }
  }

  private boolean isGood(Named file, Use use) {
    return tickets.isGood(use, file.id(), file.ticket());
  }

  /// The attachment and the ticket that an address names. Nothing in it becomes part of a file's
  /// name.
  private record Named(AttachmentId id, String ticket) {
    static Optional<Named> in(String path) {
      String rest = path.startsWith(FileUrls.PATH) ? path.substring(FileUrls.PATH.length()) : "";
      int slash = rest.indexOf('/');
      return slash < 0
          ? Optional.empty()
          : AttachmentId.find(rest.substring(0, slash))
              .map(id -> new Named(id, rest.substring(slash + 1)));
    }
  }
}
