package dev.hearth.edge.json;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.ledger.Holding;
import dev.hearth.chat.directory.ledger.Ledger;
import dev.hearth.chat.directory.ledger.Payment;
import dev.hearth.chat.directory.ledger.Quantity;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.protocol.WireTime;
import java.util.Optional;

/// How payments that somebody has prepared look over HTTP.
public final class PaymentJson {
  private final Accounts accounts;
  private final UserJson users;
  private final LedgerJson ledgerJson;
  private final CodeUrls codeUrls;

  public PaymentJson(Accounts accounts, UserJson users, LedgerJson ledgerJson, CodeUrls codeUrls) {
    this.accounts = accounts;
    this.users = users;
    this.ledgerJson = ledgerJson;
    this.codeUrls = codeUrls;
  }

  /// @param viewer empty for a stranger, who has nothing to pay with
  public ApiResponse show(Ledger ledger, Optional<Caller> viewer, Payment payment) {
    var asset = payment.asset();
    var payee = accounts.findUser(payment.payee()).orElseThrow();
    Quantity balance =
        viewer
            .map(caller -> ledger.balance(caller.user(), asset))
            .orElse(new Quantity(0, asset.precision()));
    String code = payment.code().toString();
    return ApiResponse.written(json -> {
      json.writeStartObject();
      json.writeStringProperty("type", "payment");
      json.writeStringProperty("code_id", code);
      json.writeStringProperty("code_url", codeUrls.of(code));
      json.writeStringProperty("trace_id", payment.trace().toString());
      json.writeName("recipient");
      users.write(json, viewer, payee);
      json.writeName("asset");
      ledgerJson.write(json, new Holding(asset, balance));
      json.writeStringProperty("amount", payment.quantity().toString());
      json.writeStringProperty("memo", payment.memo());
      json.writeStringProperty("status", payment.paid() ? "paid" : "pending");
      json.writeStringProperty("created_at", WireTime.format(payment.createdAt()));
      json.writeEndObject();
    });
  }
}
