/**
 * Several tabs, one owner. Each tab has a worker of its own, and all of them ask for one lock: the worker that holds it owns the
 * connections, the keys and the store, and serves the others over a channel. When its tab closes, the browser gives the lock to the next
 * worker, which takes over.
 *
 * A call that the old owner did not answer is asked again of the new one, under the same id: what must not be done twice, such as
 * sending, is known by that id.
 */
import type { Asked, Calls, Failure, Told } from "./records.ts";
import { failureOf } from "./failed.ts";

/** Beyond it, a tab's calls fail at once: its owner doesn't answer. */
const MOST_UNANSWERED = 1_000;

/** What a call of a tab is known by, whoever answers it. */
export interface Caller {
  /** The tab. */
  readonly tab: string;
  /** The call; a UUID, the same when it is asked again. */
  readonly call: string;
}

/** What answers the calls: in the owner only. */
export interface Desk {
  answer(call: keyof Calls, with_: readonly unknown[], caller: Caller): Promise<unknown>;
  /** A tab was closed. */
  left(tab: string): void;
}

export interface Channel {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => void) | null;
}

/** Runs `work` once the lock is ours, and keeps it until the work ends. */
export type Lock = (name: string, work: () => Promise<void>) => void;

type Outcome = { readonly value: unknown } | { readonly failure: Failure };

/** What the workers say to each other. */
type Line =
  | { readonly line: "asked"; readonly tab: string; readonly call: string; readonly asked: Asked }
  | { readonly line: "answered"; readonly tab: string; readonly call: string; readonly outcome: Outcome }
  | { readonly line: "told"; readonly told: Told }
  | { readonly line: "owner" };

interface Unanswered {
  readonly asked: Asked;
  readonly settle: (outcome: Outcome) => void;
}

const OWNER = "hearth-owner";

export class Tabs {
  readonly #tab = crypto.randomUUID();
  readonly #unanswered = new Map<string, Unanswered>();
  readonly #watched = new Set<string>();
  #desk: Desk | undefined;

  /**
   * @param open makes what answers the calls, in the tab that becomes the owner; `tell` reaches all tabs
   * @param tellPage tells our own page
   */
  constructor(
    private readonly channel: Channel,
    private readonly lock: Lock,
    open: (tell: (told: Told) => void) => Promise<Desk>,
    private readonly tellPage: (told: Told) => void,
  ) {
    channel.onmessage = (event) => this.#heard(event.data as Line);
    // Held as long as this tab lives, so that the owner notices when it is closed.
    lock(lockOf(this.#tab), () => new Promise(() => {}));
    lock(OWNER, async () => {
      this.#desk = await open((told) => this.#tell(told)).catch(closedDesk);
      this.#say({ line: "owner" });
      for (const [call, { asked }] of this.#unanswered) {
        void this.#answerOwn(call, asked);
      }
      await new Promise(() => {});
    });
  }

  /** Asked by our own page. */
  ask(asked: Asked): Promise<Outcome> {
    if (this.#unanswered.size >= MOST_UNANSWERED) {
      return Promise.resolve({ failure: { code: "broken", reason: "too many calls wait for an answer" } });
    }
    const call = crypto.randomUUID();
    return new Promise((resolve) => {
      const settle = (outcome: Outcome) => {
        this.#unanswered.delete(call);
        resolve(outcome);
      };
      this.#unanswered.set(call, { asked, settle });
      if (this.#desk === undefined) {
        this.#say({ line: "asked", tab: this.#tab, call, asked });
      } else {
        void this.#answerOwn(call, asked);
      }
    });
  }

  async #answerOwn(call: string, asked: Asked): Promise<void> {
    const outcome = await this.#answer(asked, { tab: this.#tab, call });
    this.#unanswered.get(call)?.settle(outcome);
  }

  async #answer(asked: Asked, caller: Caller): Promise<Outcome> {
    try {
      return { value: await this.#desk?.answer(asked.call, asked.with, caller) };
    } catch (e) {
      return { failure: failureOf(e) };
    }
  }

  #heard(line: Line): void {
    switch (line.line) {
      case "asked":
        if (this.#desk !== undefined) {
          this.#watch(line.tab);
          const { tab, call } = line;
          void this.#answer(line.asked, { tab, call }).then((outcome) =>
            this.#say({ line: "answered", tab, call, outcome })
          );
        }
        break;
      case "answered":
        if (line.tab === this.#tab) {
          this.#unanswered.get(line.call)?.settle(line.outcome);
        }
        break;
      case "told":
        this.tellPage(line.told);
        break;
      case "owner":
        for (const [call, { asked }] of this.#unanswered) {
          this.#say({ line: "asked", tab: this.#tab, call, asked });
        }
        break;
    }
  }

  #watch(tab: string): void {
    if (!this.#watched.has(tab)) {
      this.#watched.add(tab);
      this.lock(lockOf(tab), () => {
        this.#watched.delete(tab);
        this.#desk?.left(tab);
        return Promise.resolve();
      });
    }
  }

  #tell(told: Told): void {
    this.tellPage(told);
    this.#say({ line: "told", told });
  }

  #say(line: Line): void {
    this.channel.postMessage(line);
  }
}

/** What could not be opened, as where the browser keeps nothing, fails each call with the same. */
function closedDesk(why: unknown): Desk {
  return { answer: () => Promise.reject(why), left: () => {} };
}

function lockOf(tab: string): string {
  return "hearth-tab-" + tab;
}
