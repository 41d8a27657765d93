package dev.hearth.edge.api;

import dev.hearth.chat.message.action.Sending;
import dev.hearth.chat.message.action.Sending.Sent;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.http.Awaited;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.blaze.MessageRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/// `POST /messages`: one message or a list of them, all checked before one is sent.
final class MessageResource implements ApiResource {
  // Most clients give up after 10 s. A message that becomes durable later is still sent, and
  // sending it again changes nothing.
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Sending sending;

  MessageResource(Sending sending) {
    this.sending = sending;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.post("/messages", this::send);
  }

  private ApiResponse send(ApiRequest request) {
    return MessageResource.<MessageRequest, Sent>sendTogether(
        MessageRequest.readBody(request.body()),
        (messages, then) -> sending.sendAll(request.caller(), messages, then),
        sent ->
            switch (sent) {
              case Sent.Accepted _ -> ApiResponse.nothing();
              case Sent.Refused(var refusal) -> ApiResponse.refused(refusal);
            });
  }

  /// Sends the messages, unless they are too many, and answers once all are stored or refused.
  ///
  /// @param messages of the request's body; empty when it is neither a message nor a list
  static <M, S> ApiResponse sendTogether(
      Optional<List<M>> messages,
      BiConsumer<List<M>, Consumer<S>> sendAll,
      Function<S, ApiResponse> answer) {
    if (messages.isEmpty()) {
      return ApiResponse.refused(
          ErrorCode.BAD_REQUEST, "The body is a message as a JSON object, or a list of them.");
    }
    if (messages.get().size() > Sending.MOST_MESSAGES) {
      return ApiResponse.invalid(
          "messages", "At most %s messages are sent at once.", Sending.MOST_MESSAGES);
    }
    return Awaited.<S>within(PATIENCE, then -> sendAll.accept(messages.get(), then))
        .map(answer)
        .orElseGet(() ->
            ApiResponse.refused(
                ErrorCode.BLAZE_TIMEOUT,
                "Not all is stored yet: send it again, with the same ids."));
  }
}
