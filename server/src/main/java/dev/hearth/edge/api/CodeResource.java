package dev.hearth.edge.api;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.ledger.Ledger;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.json.ConversationJson;
import dev.hearth.edge.json.PaymentJson;
import dev.hearth.edge.json.UserJson;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.UserId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// `GET /codes/:id`: what is behind a QR code. Anyone may look, and who is signed in sees it with
/// their own eyes. A browser that followed the code's link gets a page that opens the app.
final class CodeResource implements ApiResource {
  private static final ApiResponse NO_CODE =
      ApiResponse.refused(ErrorCode.NOT_FOUND, "There is no user, group or payment of this code.");

  private final Accounts accounts;
  private final Conversations conversations;
  private final UserJson users;
  private final ConversationJson json;
  private final Optional<Ledger> ledger;
  private final PaymentJson payments;

  CodeResource(
      Accounts accounts,
      Conversations conversations,
      Optional<Ledger> ledger,
      UserJson users,
      ConversationJson json,
      PaymentJson payments) {
    this.accounts = accounts;
    this.conversations = conversations;
    this.users = users;
    this.json = json;
    this.ledger = ledger;
    this.payments = payments;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.forAnyone().get("/codes/:id", this::show);
  }

  private ApiResponse show(ApiRequest request) {
    // Spelled as we spell it: what stands in the path goes into no answer.
    var code = UserId.find(request.pathParameter("id")).map(UserId::uuid);
    if (code.isEmpty()) {
      return NO_CODE;
    }
    return request.asksForPage()
        ? CodePage.of(code.get())
        : behind(request, code.get()).orElse(NO_CODE);
  }

  private Optional<ApiResponse> behind(ApiRequest request, UUID code) {
    return accounts
        .findUserByCode(code.toString())
        .map(user -> users.show(request.findCaller(), user))
        .or(() ->
            conversations
                .findByCode(code.toString())
                .map(group -> json.showInvited(request.findCaller(), group)))
        .or(() ->
            ledger.flatMap(it ->
                it.payments()
                    .find(code)
                    .map(payment -> payments.show(it, request.findCaller(), payment))));
  }

  /// The page that a browser shows for a code; it opens the app. It does not say whose code it is,
  /// so that it contains no text that a user typed; and it may load and run nothing.
  private static final class CodePage {
    private static final Map<String, String> HEADERS =
        Map.of(
            "Content-Security-Policy",
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cache-Control",
            "no-store");

    /// With `CODE` where the code is to stand.
    private static final String HTML =
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <meta http-equiv="refresh" content="0; url=mixin://codes/CODE">
        <title>Open in the app</title>
        </head>
        <body>
        <p><a href="mixin://codes/CODE">Open in the app</a></p>
        </body>
        </html>
        """;

    private CodePage() {}

    static ApiResponse of(UUID code) {
      byte[] html = HTML.replace("CODE", code.toString()).getBytes(StandardCharsets.UTF_8);
      return new ApiResponse.BytesResponse("text/html; charset=utf-8", html, HEADERS);
    }
  }
}
