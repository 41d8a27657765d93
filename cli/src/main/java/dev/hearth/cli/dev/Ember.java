package dev.hearth.cli.dev;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.ledger.Asset;
import dev.hearth.chat.directory.ledger.Assets.NewAsset;
import dev.hearth.chat.directory.ledger.Ledger;
import dev.hearth.chat.directory.ledger.NewTransfer;
import dev.hearth.chat.directory.ledger.Snapshot;
import dev.hearth.chat.media.Portrait;
import dev.hearth.chat.media.Portraits;
import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ember, the asset of a development server, with which its people pay each other.
final class Ember {
  private static final Logger LOG = LoggerFactory.getLogger(Ember.class);

  private static final NewAsset EMBER = new NewAsset("EMBER", "Ember", 2);
  private static final String ICON = "ember.png";
  private static final BigDecimal EACH = BigDecimal.valueOf(1000);

  private final Ledger ledger;
  private final Portraits portraits;

  Ember(Ledger ledger, Portraits portraits) {
    this.ledger = ledger;
    this.portraits = portraits;
  }

  /// Issues 1,000 to a user, once: nobody gets more when the server starts again.
  void issueTo(UserId user) {
    if (asset().then(ember -> issue(ember, user)) instanceof Outcome.Refused(var refusal)) {
      LOG.warn("User {} has got no Ember: {}", user, refusal.reason().sentence());
    }
  }

  private Outcome<Asset> asset() {
    return ledger
        .assets()
        .findBySymbol(EMBER.symbol())
        .<Outcome<Asset>>map(Outcome.Done::new)
        .orElseGet(this::add);
  }

  private Outcome<Asset> add() {
    var id = AssetId.random();
    return portraits.with(
        id.uuid(), Portrait.of(icon()), icon -> ledger.assets().add(id, EMBER, icon));
  }

  private Outcome<Snapshot> issue(Asset ember, UserId user) {
    String once = "hearth dev " + ember.id() + " " + user;
    var trace = new TraceId(UUID.nameUUIDFromBytes(once.getBytes(UTF_8)));
    return ledger.issue(new NewTransfer(trace, ember.id(), user, EACH, ""));
  }

  private static byte[] icon() {
    try (var file = Objects.requireNonNull(Ember.class.getResourceAsStream(ICON))) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
