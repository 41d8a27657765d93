package dev.hearth.edge.http;

import dev.hearth.edge.HttpChannel;
import dev.hearth.edge.Tempo;
import dev.hearth.platform.limits.ByteBudget;
import dev.hearth.platform.limits.ByteBudget.ByteClaim;
import dev.hearth.platform.limits.ClientAddress;
import dev.hearth.platform.limits.Share;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Optional;

/// Sends answers, on the event loops of their requests. An answer that its client does not read is
/// held for a while, within the bound of all answers; then the connection ends.
final class AnswerWriter {
  /// How long a client may take to read why its connection ends.
  private static final Duration LAST_WORDS = Duration.ofMillis(500);

  private final Vertx vertx;
  private final ByteBudget answers;
  private final long heldBytesEach;
  private final Tempo tempo;

  AnswerWriter(Vertx vertx, Shell.RequestLimits limits, MeterRegistry meters) {
    this.vertx = vertx;
    this.answers = new ByteBudget("answers", limits.heldBytes()).shownOn(meters);
    this.heldBytesEach = limits.heldBytesEach();
    this.tempo = limits.tempo();
  }

  /// Answers a request that has no body, or whose body has come.
  void send(HttpServerRequest request, Optional<ClientAddress> address, EncodedResponse answer) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response
        .setStatusCode(answer.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType());
    answer.headers().forEach(response::putHeader);
    Future<Void> sent = response.end(Buffer.buffer(answer.body()));
    if (!sent.isComplete()) {
      waitForReader(request, address, answer.body().length, sent);
    }
  }

  /// Answers a request of whose body more may come, and ends its connection.
  void sendLast(
      HttpServerRequest request, Optional<ClientAddress> address, EncodedResponse answer) {
    HttpServerResponse response = request.response();
    if (!response.ended() && !response.closed()) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      // Vert.x waits for the end of the request first, which may never come.
      response.endHandler(
          _ -> vertx.setTimer(LAST_WORDS.toMillis(), _ -> HttpChannel.drop(request)));
    }
    send(request, address, answer);
  }

  private void waitForReader(
      HttpServerRequest request, Optional<ClientAddress> address, long bytes, Future<Void> sent) {
    ByteClaim held =
        answers.claim(address.map(one -> new Share(one, heldBytesEach)).stream().toList());
    if (!held.grow(bytes)) {
      HttpChannel.drop(request);
      return;
    }
    long timer = vertx.setTimer(tempo.most(bytes).toMillis(), _ -> HttpChannel.drop(request));
    sent.onComplete(_ -> {
      held.close();
      vertx.cancelTimer(timer);
    });
  }
}
