package dev.hearth.edge.json;

import dev.hearth.chat.directory.ledger.Asset;
import dev.hearth.chat.directory.ledger.Holding;
import dev.hearth.chat.directory.ledger.Snapshot;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.payload.SafeSnapshot;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/// How assets, and changes of somebody's balance of them, look over HTTP: with every field that
/// some client needs, also those that are about chains.
public final class LedgerJson {
  private static final String NOTHING = "0";

  private final PortraitUrls urls;
  private final Map<String, BigDecimal> dollars;

  /// @param fiats an asset that has the symbol of a currency has its price
  public LedgerJson(PortraitUrls urls, List<FiatRate> fiats) {
    this.urls = urls;
    this.dollars =
        fiats.stream()
            .collect(
                Collectors.toMap(
                    FiatRate::code,
                    fiat -> BigDecimal.ONE.divide(fiat.rate(), 8, RoundingMode.HALF_EVEN)));
  }

  /// Writes an asset, and how much of it the caller has.
  public void write(JsonGenerator json, Holding holding) {
    Asset asset = holding.asset();
    String id = asset.id().toString();
    json.writeStartObject();
    json.writeStringProperty("type", "asset");
    json.writeStringProperty("asset_id", id);
    // There is no chain: each asset counts as its own.
    json.writeStringProperty("chain_id", id);
    json.writeStringProperty("fee_asset_id", id);
    json.writeStringProperty("asset_key", id);
    json.writeStringProperty("mixin_id", "");
    json.writeStringProperty("kernel_asset_id", "");
    json.writeStringProperty("symbol", asset.symbol());
    json.writeStringProperty("name", asset.name());
    json.writeStringProperty("display_symbol", asset.symbol());
    json.writeStringProperty("display_name", asset.name());
    json.writeStringProperty("icon_url", urls.of(asset.icon()));
    json.writeStringProperty("balance", holding.balance().toString());
    json.writeStringProperty("destination", "");
    json.writeStringProperty("tag", "");
    json.writeStringProperty("public_key", "");
    json.writeStringProperty("price_btc", NOTHING);
    json.writeStringProperty("price_usd", price(asset));
    json.writeStringProperty("change_btc", NOTHING);
    json.writeStringProperty("change_usd", NOTHING);
    json.writeNumberProperty("confirmations", 0);
    json.writeNumberProperty("capitalization", 0);
    json.writeStringProperty("reserve", NOTHING);
    json.writeStringProperty("liquidity", NOTHING);
    json.writeNumberProperty("precision", asset.precision());
    json.writeStringProperty("dust", NOTHING);
    json.writeNumberProperty("level", 0);
    json.writeArrayPropertyStart("deposit_entries");
    json.writeEndArray();
    json.writeStringProperty("created_at", WireTime.format(asset.createdAt()));
    json.writeEndObject();
  }

  private String price(Asset asset) {
    BigDecimal dollar = dollars.getOrDefault(asset.symbol(), BigDecimal.ZERO);
    return dollar.stripTrailingZeros().toPlainString();
  }

  /// Writes the price of an asset.
  public void writeTicker(JsonGenerator json, Asset asset) {
    json.writeStartObject();
    json.writeStringProperty("type", "ticker");
    json.writeStringProperty("price_btc", NOTHING);
    json.writeStringProperty("price_usd", price(asset));
    json.writeEndObject();
  }

  /// Writes the same as {@link #write(JsonGenerator, Snapshot)}, as wallets since 2023 read it.
  public void writeSafe(JsonGenerator json, Snapshot snapshot) {
    var transfer = snapshot.transfer();
    json.writeStartObject();
    json.writeStringProperty("type", "snapshot");
    json.writeStringProperty("snapshot_id", snapshot.id().toString());
    json.writeStringProperty("user_id", snapshot.user().toString());
    json.writeStringProperty(
        "opponent_id", transfer.issued() ? "" : snapshot.opponent().toString());
    json.writeStringProperty("asset_id", transfer.asset().toString());
    json.writeStringProperty("kernel_asset_id", "");
    json.writeStringProperty("amount", snapshot.quantity().toString());
    json.writeStringProperty("memo", SafeSnapshot.toHex(transfer.memo()));
    json.writeStringProperty("request_id", transfer.trace().toString());
    json.writeStringProperty("trace_id", transfer.trace().toString());
    json.writeStringProperty("transaction_hash", "");
    json.writeStringProperty("opening_balance", snapshot.opening().toString());
    json.writeStringProperty("closing_balance", snapshot.closing().toString());
    json.writeNumberProperty("confirmations", 0);
    json.writeNumberProperty("level", 0);
    json.writeStringProperty("created_at", WireTime.format(snapshot.createdAt()));
    json.writeEndObject();
  }

  /// Writes the change that a transfer made to the balance of one of its parties.
  public void write(JsonGenerator json, Snapshot snapshot) {
    var transfer = snapshot.transfer();
    // The issuer is not a user that a client could ask for.
    String opponent = transfer.issued() ? "" : snapshot.opponent().toString();
    String at = WireTime.format(snapshot.createdAt());
    json.writeStartObject();
    json.writeStringProperty("type", transfer.issued() ? "deposit" : "transfer");
    json.writeStringProperty("snapshot_id", snapshot.id().toString());
    json.writeStringProperty("user_id", snapshot.user().toString());
    // Some clients read the one, some the other.
    json.writeStringProperty("opponent_id", opponent);
    json.writeStringProperty("counter_user_id", opponent);
    json.writeStringProperty("asset_id", transfer.asset().toString());
    json.writeStringProperty("amount", snapshot.quantity().toString());
    json.writeStringProperty("opening_balance", snapshot.opening().toString());
    json.writeStringProperty("closing_balance", snapshot.closing().toString());
    json.writeStringProperty("trace_id", transfer.trace().toString());
    json.writeStringProperty("memo", transfer.memo());
    json.writeStringProperty("data", transfer.memo());
    json.writeStringProperty("state", "success");
    json.writeNumberProperty("confirmations", 0);
    json.writeStringProperty("transaction_hash", "");
    json.writeStringProperty("snapshot_hash", "");
    json.writeStringProperty("snapshot_at", at);
    json.writeStringProperty("created_at", at);
    json.writeEndObject();
  }
}
