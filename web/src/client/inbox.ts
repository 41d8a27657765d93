/**
 * What the server pushes, in order: opens it, keeps it, and acknowledges it once it is kept. What was sealed is opened in the transaction
 * that keeps it, so that no key is spent on a message that is lost.
 *
 * At most 4,096 pushes wait here. Beyond that new ones are left to the server, which is asked for them again once those that wait are
 * done. Nothing that comes stops what comes after it: what can't be treated is kept as a message of an unknown kind.
 */
import type { Acknowledgement, BlazeReply, MessageView } from "../protocol/blaze.ts";
import { type Archive, type Transaction } from "./archive.ts";

const MOST_WAITING = 4_096;
const MOST_AT_ONCE = 50;
const AGAIN_AFTER = 30_000;

/** How a push was treated. `left`: it is not to be acknowledged, so that it comes again. */
export type Treated = "received" | "read" | "left";

export interface Handler {
  /** Part of the transaction. */
  treat(records: Transaction, pushed: MessageView): Promise<Treated>;
  /** It could not be treated: kept as what it is, if that is possible. */
  keepUnknown(records: Transaction, pushed: MessageView): Promise<void>;
  /** All of a batch is kept. */
  treated(count: number): void;
  receipts(receipts: readonly MessageView[]): Promise<void>;
  acknowledge(acknowledgement: Acknowledgement): void;
  listAgain(): Promise<void>;
  /** Everything that waited at the server is here. */
  caughtUp(): void;
}

export class Inbox {
  #waiting: MessageView[] = [];
  #receipts: MessageView[] = [];
  #leaving = false;
  #working = false;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly archive: Archive, private readonly handler: Handler) {}

  take(reply: BlazeReply): void {
    if (reply.action === "LIST_PENDING_MESSAGES") {
      if (reply.failure === undefined) this.#leaving = false;
      return;
    }
    const { view } = reply;
    if (view === undefined) return;
    if (view.source === "ACKNOWLEDGE_MESSAGE_RECEIPT") {
      if (this.#receipts.length < MOST_WAITING) this.#receipts.push(view);
    } else if (view.category !== "" && view.conversation !== undefined && !this.#leaving) {
      if (this.#waiting.length < MOST_WAITING) this.#waiting.push(view);
      else this.#leaving = true;
    }
    void this.#work();
  }

  /** Has everything that is not acknowledged come once more, in order. */
  startOver(): void {
    this.#leaving = true;
    void this.#work();
  }

  close(): void {
    clearTimeout(this.#again);
    this.#waiting = [];
    this.#receipts = [];
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    try {
      while (this.#waiting.length > 0 || this.#receipts.length > 0) {
        await this.#treat(this.#waiting.splice(0, MOST_AT_ONCE));
        await this.handler.receipts(this.#receipts.splice(0, MOST_WAITING));
      }
      this.handler.caughtUp();
      if (this.#leaving) {
        await this.handler.listAgain();
        this.#leaving = false;
      }
    } catch {
      // Such as a full disk: nothing of it was acknowledged, and it is asked for again.
      this.#waiting = [];
      this.#leaving = true;
      clearTimeout(this.#again);
      this.#again = setTimeout(() => void this.#work(), AGAIN_AFTER);
    }
    this.#working = false;
    if (this.#waiting.length > 0) void this.#work();
  }

  async #one(records: Transaction, pushed: MessageView): Promise<Treated> {
    try {
      return await records.attempt(() => this.handler.treat(records, pushed));
    } catch {
      await this.handler.keepUnknown(records, pushed);
      return "received";
    }
  }

  async #treat(batch: readonly MessageView[]): Promise<void> {
    if (batch.length === 0) return;
    const done: Acknowledgement[] = [];
    await this.archive.inTransaction(async (records) => {
      done.length = 0;
      for (const pushed of batch) {
        const treated = await this.#one(records, pushed);
        if (treated !== "left") {
          done.push({ message: pushed.message, status: treated === "read" ? "READ" : "DELIVERED" });
        }
      }
    });
    for (const each of done) this.handler.acknowledge(each);
    this.handler.treated(batch.length);
  }
}
