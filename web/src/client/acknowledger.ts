/**
 * Tells the server what was received and read, many messages at once. A batch is repeated until the server has answered it. At most
 * 10,000 wait; those beyond are left out, and so are all of them when the tab is closed: the server sends such a message once more, and
 * it is acknowledged then.
 */
import type { Id } from "../protocol/ids.ts";
import { type Acknowledgement } from "../protocol/blaze.ts";

const MOST_WAITING = 10_000;
const MOST_AT_ONCE = 80;
const GATHERED_FOR = 50;

export class Acknowledger {
  readonly #waiting = new Map<Id, Acknowledgement>();
  #telling = false;

  /** @param tell comes back once the server has answered; fails when it never will */
  constructor(private readonly tell: (batch: readonly Acknowledgement[]) => Promise<void>) {}

  add(acknowledgement: Acknowledgement): void {
    if (this.#waiting.size >= MOST_WAITING) return;
    const before = this.#waiting.get(acknowledgement.message);
    if (before?.status !== "READ") this.#waiting.set(acknowledgement.message, acknowledgement);
    if (!this.#telling) {
      this.#telling = true;
      setTimeout(() => void this.#tellAll(), GATHERED_FOR);
    }
  }

  async #tellAll(): Promise<void> {
    try {
      while (this.#waiting.size > 0) {
        const batch = [...this.#waiting.values()].slice(0, MOST_AT_ONCE);
        await this.tell(batch);
        for (const each of batch) {
          // One that was raised from received to read meanwhile is told once more.
          if (this.#waiting.get(each.message) === each) this.#waiting.delete(each.message);
        }
      }
    } catch {
      this.#waiting.clear();
    }
    this.#telling = false;
  }
}
