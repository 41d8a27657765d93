package dev.hearth.chat.directory.ledger;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.account.KeptPortrait;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// The assets, which the operator adds and retires. Any thread may call; calls block.
public final class Assets {
  /// How many assets there may be, with those that are retired.
  public static final int MOST = 1_000;

  /// The most decimals that an asset is counted with.
  public static final int FINEST = 8;

  private static final int LONGEST_NAME = 64;
  private static final Pattern SYMBOL = Pattern.compile("[A-Z0-9]{1,16}");
  private static final Pattern NAME = Pattern.compile("\\P{Cntrl}{1," + LONGEST_NAME + "}");

  private final Directory directory;

  Assets(Directory directory) {
    this.directory = directory;
  }

  /// An asset to be added.
  ///
  /// @param precision how many decimals it is counted with
  public record NewAsset(String symbol, String name, int precision) {}

  /// Adds an asset, of which nobody has anything yet.
  ///
  /// @param id which nothing has yet
  public Outcome<Asset> add(AssetId id, NewAsset wanted, Optional<KeptPortrait> icon) {
    if (!SYMBOL.matcher(wanted.symbol()).matches()) {
      return Outcome.invalid("symbol", "It is 1 to 16 of A to Z and 0 to 9.");
    }
    if (!NAME.matcher(wanted.name()).matches()) {
      return Outcome.invalid("name", "It has 1 to %s characters.", LONGEST_NAME);
    }
    if (wanted.precision() < 0 || wanted.precision() > FINEST) {
      return Outcome.invalid("precision", "It is 0 to %s decimals.", FINEST);
    }
    UserId issuer = UserId.random();
    return directory.change(tx -> {
      if (AssetTable.findBySymbol(tx.handle(), wanted.symbol()).isPresent()) {
        return Outcome.invalid("symbol", "There is an asset of this symbol.");
      }
      if (AssetTable.count(tx.handle()) >= MOST) {
        return Outcome.refused(
            ErrorCode.FORBIDDEN, "There are %s assets, which is the most.", MOST);
      }
      var asset =
          new Asset(
              id,
              wanted.symbol(),
              wanted.name(),
              icon.map(picture -> picture.name().text()).orElse(""),
              wanted.precision(),
              issuer,
              directory.stamps().next(),
              OptionalLong.empty());
      AssetTable.insert(tx.handle(), asset);
      icon.ifPresent(picture -> picture.becomeThatOf(tx, id.uuid()));
      return new Outcome.Done<>(asset);
    });
  }

  /// Lets nothing of an asset be issued or transferred any more. Balances stay as they are.
  ///
  /// @return the asset; empty when there is no such asset
  public Optional<Asset> retire(AssetId id) {
    return directory.change(tx -> {
      AssetTable.find(tx.handle(), id)
          .filter(asset -> !asset.retired())
          .ifPresent(asset -> AssetTable.retire(tx.handle(), id, directory.stamps().next()));
      return AssetTable.find(tx.handle(), id);
    });
  }

  public Optional<Asset> find(AssetId id) {
    return directory.read(handle -> AssetTable.find(handle, id));
  }

  /// @param symbol in either case
  public Optional<Asset> findBySymbol(String symbol) {
    return directory.read(
        handle -> AssetTable.findBySymbol(handle, symbol.toUpperCase(Locale.ROOT)));
  }

  /// In the order in which they were added; also those that are retired.
  public List<Asset> all() {
    return directory.read(AssetTable::all);
  }

  /// How much of an asset there is.
  public Quantity supply(Asset asset) {
    return asset.quantity(
        -directory.read(handle -> BalanceTable.units(handle, asset.issuer(), asset.id())));
  }
}
