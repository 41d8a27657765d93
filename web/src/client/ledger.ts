/** Balances, payments, and what became of them. */
import type { Id } from "../protocol/ids.ts";
import { timeText } from "../protocol/time.ts";
import type { TokenOwner } from "../protocol/tokens.ts";
import { type Api, need, unlessNotFound } from "./api.ts";
import type { Archive } from "./archive.ts";
import { optional } from "./contents.ts";
import { id, list, millis, number, text } from "./fields.ts";
import type { People } from "./people.ts";
import { PinTurns } from "./pinTurns.ts";
import type { Holding, SnapshotLine } from "./records.ts";
import { kind } from "./sealing/records.ts";

interface Asset {
  readonly symbol: string;
}

const ASSET = kind<Asset>("asset", 1_000);
const MOST_SNAPSHOTS = 100;
const MOST_ASKED = 1_000;

export class Ledger {
  readonly pins: PinTurns;
  readonly #asked = new Set<Id>();

  constructor(
    private readonly archive: Archive,
    private readonly api: Api,
    private readonly people: People,
    owner: TokenOwner,
    pinToken: string,
    private readonly changed: () => void,
  ) {
    this.pins = new PinTurns(owner.keys, pinToken, () => api.http.now());
  }

  symbol(asset: Id): string | undefined {
    const known = this.archive.find(ASSET, asset);
    if (known === undefined && !this.#asked.has(asset) && this.#asked.size < MOST_ASKED) {
      this.#asked.add(asset);
      void this.#ask(asset).catch(() => this.#asked.delete(asset));
    }
    return known?.symbol;
  }

  async holdings(): Promise<readonly Holding[]> {
    const assets = list(await this.api.http.get("/assets"));
    await this.#keep(assets);
    return assets.map((asset): Holding => ({
      asset: need(asset, "asset_id"),
      symbol: text(asset, "symbol"),
      name: text(asset, "name"),
      ...optional("icon", this.api.picture(text(asset, "icon_url")).picture),
      balance: text(asset, "balance"),
      precision: number(asset, "precision"),
    }));
  }

  /** Paid once, however often it is asked with the same trace. */
  async pay(to: Id, asset: Id, amount: string, memo: string, pin: string, trace: Id): Promise<SnapshotLine> {
    const snapshot = await this.pins.in(async (hide) =>
      await this.api.http.post("/transfers", {
        asset_id: asset,
        opponent_id: to,
        amount,
        trace_id: trace,
        memo,
        pin_base64: await hide(pin),
      })
    );
    return (await this.#lines([snapshot]))[0]!;
  }

  /** @param before in milliseconds */
  async snapshots(asset?: Id, before?: number): Promise<readonly SnapshotLine[]> {
    const query = "/snapshots?order=DESC&limit=" + MOST_SNAPSHOTS +
      (asset === undefined ? "" : "&asset=" + asset) +
      (before === undefined ? "" : "&offset=" + encodeURIComponent(timeText(before * 1000)));
    return await this.#lines(list(await this.api.http.get(query)));
  }

  async #lines(snapshots: readonly unknown[]): Promise<readonly SnapshotLine[]> {
    const unknown = new Set(snapshots.map((each) => need(each, "asset_id")));
    for (const asset of unknown) if (this.archive.find(ASSET, asset) === undefined) await this.#ask(asset);
    return snapshots.map((each): SnapshotLine => {
      const other = id(each, "opponent_id");
      const asset = need(each, "asset_id");
      const balance = text(each, "closing_balance");
      return {
        snapshot: need(each, "snapshot_id"),
        money: { asset, symbol: this.archive.find(ASSET, asset)?.symbol ?? "", amount: text(each, "amount") },
        at: millis(each, "created_at") ?? 0,
        ...optional("other", other === undefined ? undefined : this.people.person(other)),
        memo: text(each, "memo"),
        ...optional("balance", balance === "" ? undefined : balance),
      };
    });
  }

  async #ask(asset: Id): Promise<void> {
    const found = await unlessNotFound(() => this.api.http.get("/network/assets/" + asset));
    await this.#keep(found === undefined ? [] : [found]);
    this.changed();
  }

  async #keep(assets: readonly unknown[]): Promise<void> {
    await this.archive.inTransaction((records) => {
      for (const asset of assets) records.put(ASSET, need(asset, "asset_id"), { symbol: text(asset, "symbol") });
    });
  }
}
