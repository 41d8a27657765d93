/**
 * What is to be sent, kept until the server has answered, also over the end of the tab. In a conversation one after the other, in the
 * order of writing; conversations don't wait for each other. Sent again, a message has the same id, so that the server keeps it once.
 *
 * At most 2,000 wait. Beyond that nothing new is taken.
 */
import type { Id } from "../protocol/ids.ts";
import { type Archive, type Transaction } from "./archive.ts";
import { Failed, failed, failureOf } from "./failed.ts";
import type { Failure } from "./records.ts";
import { kind } from "./sealing/records.ts";
import { Turns } from "./turns.ts";

const MOST_WAITING = 2_000;

/** `say`: the stored message of that id. `recall`, `pin`, `unpin`: about the messages named. */
export interface Errand {
  readonly id: Id;
  readonly what: "say" | "recall" | "pin" | "unpin";
  readonly conversation: Id;
  readonly about: readonly Id[];
  /** Orders the errands. */
  readonly number: number;
}

export const OUTBOX = kind<Errand>("outbox", MOST_WAITING);

export interface Carrier {
  /** Fails when the server refuses for good; waits as long as it takes otherwise. */
  carry(errand: Errand): Promise<void>;
  /** It won't be sent: part of the transaction that forgets the errand. */
  gaveUp(records: Transaction, errand: Errand, failure: Failure): Promise<void>;
}

export class Outbox {
  readonly #turns = new Turns();
  readonly #running = new Set<Id>();
  #closed = false;

  constructor(private readonly archive: Archive, private readonly carrier: Carrier) {}

  /** Begins with what was left. */
  start(): void {
    for (const errand of this.#inOrder()) void this.#run(errand);
  }

  close(): void {
    this.#closed = true;
  }

  get waiting(): number {
    return this.archive.all(OUTBOX).size;
  }

  has(id: Id): boolean {
    return this.archive.find(OUTBOX, id) !== undefined;
  }

  /** Part of a transaction; after it, {@link send}. */
  add(records: Transaction, errand: Omit<Errand, "number">): void {
    const waiting = records.names(OUTBOX);
    if (waiting.length >= MOST_WAITING) throw failed("refused", "too many messages wait to be sent");
    const numbers = waiting.map((name) => records.find(OUTBOX, name)?.number ?? 0);
    records.put(OUTBOX, errand.id, { ...errand, number: Math.max(0, ...numbers) + 1 });
  }

  send(id: Id): void {
    const errand = this.archive.find(OUTBOX, id);
    if (errand !== undefined) void this.#run(errand);
  }

  /** Forgets an errand that has not begun. */
  drop(records: Transaction, id: Id): void {
    records.remove(OUTBOX, id);
  }

  async #run(errand: Errand): Promise<void> {
    if (this.#running.has(errand.id)) return;
    this.#running.add(errand.id);
    try {
      await this.#turns.in(errand.conversation, async () => {
        if (this.#closed || !this.has(errand.id)) return;
        await this.#carry(errand);
      });
    } catch {
      // Nothing can be written now, as with a full disk: it is tried again with the next start.
    } finally {
      this.#running.delete(errand.id);
    }
  }

  async #carry(errand: Errand): Promise<void> {
    let failure: Failure | undefined;
    try {
      await this.carrier.carry(errand);
    } catch (e) {
      // The session has ended, or the tab is about to: it stays for the next time.
      if (this.#closed || (e instanceof Failed && e.failure.code === "ended")) return;
      failure = failureOf(e);
    }
    await this.archive.inTransaction(async (records) => {
      records.remove(OUTBOX, errand.id);
      if (failure !== undefined) await this.carrier.gaveUp(records, errand, failure);
    });
  }

  #inOrder(): readonly Errand[] {
    return [...this.archive.all(OUTBOX).values()].sort((one, other) => one.number - other.number);
  }
}
