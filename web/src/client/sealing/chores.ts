/**
 * What is to be done about other devices once there is a connection, one after the other. A chore is kept until it is done, also when
 * the tab is closed meanwhile: doing it twice does no harm. At most 10,000 are kept: a device that is forgotten asks again.
 */
import type { Id } from "../../protocol/ids.ts";
import { addressName, type DeviceAddress } from "../../signal/sessions.ts";
import { type KeptRecords, kind, type Records } from "./records.ts";

/**
 * Ask a device for its sender key, because we could not read `messages[0]`; ask it for the messages that we could not read; hand it
 * our sender key, which it has asked for; say again what it could not read.
 */
export interface Chore {
  readonly what: "ask-for-key" | "ask-for-messages" | "hand-key" | "say-again";
  readonly conversation: Id;
  readonly device: DeviceAddress;
  readonly messages: readonly Id[];
}

const CHORE = kind<Chore>("sealing.chore", 10_000);
const BEGUN = kind<Chore>("sealing.chore-begun", 10_000);
const HOUR = 3_600_000;
const TRIED_AGAIN_AFTER = 60_000;

/** Notes something to do; after the transaction, {@link Chores.look}. */
export function addChore(records: Records, chore: Chore): void {
  const again = chore.what === "say-again" ? "/" + chore.messages[0] : "";
  records.put(CHORE, chore.what + again + "/" + chore.conversation + "/" + addressName(chore.device), chore);
}

export interface Doing {
  perform(chore: Chore): Promise<void>;
  /** Notes what has waited for long. */
  hourly(): Promise<void>;
  /** @return in how many milliseconds it wants to be asked again */
  refillWhenDue(): Promise<number>;
}

export class Chores {
  #news = false;
  #running = false;
  #closed = false;
  #hourlyDue = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly store: KeptRecords, private readonly doing: Doing) {}

  /** Has it look at what there is to do. */
  look(): void {
    this.#news = true;
    void this.#run();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    clearTimeout(this.#timer);
    let rest = HOUR;
    while (this.#news && !this.#closed) {
      this.#news = false;
      rest = await this.#round();
    }
    this.#running = false;
    if (!this.#closed) this.#timer = setTimeout(() => this.look(), rest);
  }

  async #round(): Promise<number> {
    const times = [HOUR];
    const guarded = async (part: () => Promise<void>) => {
      try {
        if (!this.#closed) await part();
      } catch {
        // What fails waits for the next time, and holds nothing else up.
        times.push(TRIED_AGAIN_AFTER);
      }
    };
    await guarded(async () => {
      if (Date.now() >= this.#hourlyDue) {
        await this.doing.hourly();
        this.#hourlyDue = Date.now() + HOUR;
      }
    });
    await guarded(async () => {
      times.push(await this.doing.refillWhenDue());
    });
    // First what was begun, and failed or was broken off.
    for (const name of await this.#names(BEGUN)) await guarded(() => this.#finish(name));
    for (const name of await this.#names(CHORE)) {
      await guarded(async () => {
        await this.#begin(name);
        await this.#finish(name);
      });
    }
    return Math.max(1_000, Math.min(...times));
  }

  #names(which: typeof CHORE): Promise<readonly string[]> {
    return this.store.inTransaction((records) => records.names(which)).catch(() => []);
  }

  /** From here on the same can be noted once more, to be done once more. */
  #begin(name: string): Promise<void> {
    return this.store.inTransaction((records) => {
      const chore = records.find(CHORE, name);
      if (chore !== undefined) records.put(BEGUN, name, chore);
      records.remove(CHORE, name);
    });
  }

  async #finish(name: string): Promise<void> {
    const chore = await this.store.inTransaction((records) => records.find(BEGUN, name));
    if (chore !== undefined) await this.doing.perform(chore);
    await this.store.inTransaction((records) => records.remove(BEGUN, name));
  }
}
