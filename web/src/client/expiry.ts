/** Removes disappearing messages when their time is over, also those whose time ended while no tab was open. */
import type { Id } from "../protocol/ids.ts";
import type { Archive } from "./archive.ts";
import type { Files } from "./files.ts";
import { eraseMessages } from "./messages.ts";
import { kind } from "./sealing/records.ts";
import type { StoredMessage } from "./stored.ts";

/** When each goes, in milliseconds. Beyond the bound the oldest stay on this device. */
const EXPIRY = kind<number>("expiry", 100_000);
const MOST_AT_ONCE = 200;
// Timers can't wait longer than this many milliseconds.
const LONGEST_WAIT = 2 ** 31 - 1;

export class Expiry {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #learnt: StoredMessage[] = [];
  #closed = false;
  #running = false;

  constructor(private readonly archive: Archive, private readonly files: Files) {}

  start(): void {
    void this.#run();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  /** A message was written. */
  learn(message: StoredMessage): void {
    if (message.expiresAt === undefined || this.archive.find(EXPIRY, message.id) === message.expiresAt) return;
    this.#learnt.push(message);
    void this.#run();
  }

  async #run(): Promise<void> {
    if (this.#running || this.#closed) return;
    this.#running = true;
    clearTimeout(this.#timer);
    try {
      await this.archive.ready();
      do await this.#removeDue(); while (this.#learnt.length > 0 && !this.#closed);
    } catch {
      // Nothing can be written now: tried again with the next message, or the next start.
    }
    this.#running = false;
    const next = Math.min(...this.archive.all(EXPIRY).values());
    if (Number.isFinite(next) && !this.#closed) {
      this.#timer = setTimeout(() => void this.#run(), Math.min(LONGEST_WAIT, Math.max(1_000, next - Date.now())));
    }
  }

  async #removeDue(): Promise<void> {
    const learnt = this.#learnt.splice(0);
    const now = Date.now();
    const due: Id[] = [...this.archive.all(EXPIRY)].filter(([, at]) => at <= now).map(([id]) => id);
    const some = due.slice(0, MOST_AT_ONCE);
    if (learnt.length === 0 && some.length === 0) return;
    await this.archive.inTransaction(async (records) => {
      for (const { id, expiresAt } of learnt) if (expiresAt !== undefined) records.put(EXPIRY, id, expiresAt);
      for (const id of some) records.remove(EXPIRY, id);
      await eraseMessages(records, some, this.archive);
    });
    await this.files.remove(some);
  }
}
