/**
 * One connection, from the handshake until it is lost. Frames that answer nobody go to `heard`, in order. A browser shows no pings, so
 * that the connection asks for an answer itself when it has heard nothing for a while, and is given up when none comes.
 */
import { type BlazeReply, type BlazeRequest, parseReply, requestJson } from "../protocol/blaze.ts";
import type { Bytes } from "../protocol/bytes.ts";
import { pack, unpack } from "../protocol/frames.ts";

const OPEN_WITHIN = 10_000;
const ASK_AFTER = 25_000;
const GONE_AFTER = 40_000;
const LOOK_EVERY = 5_000;
const ANSWER_WITHIN = 20_000;
/** Requests that wait for an answer; beyond it, a request is unanswered at once, and asked again later. */
const MOST_AWAITED = 256;

// RFC 6455, §7.4.1: about what was sent. The other codes say nothing of it.
const ABOUT_WHAT_WAS_SENT = new Set([1002, 1003, 1007, 1009, 1010]);

/** A request, ready for the wire. Sent again, it is the same bytes under the same id. */
export interface Packed {
  readonly id: string;
  readonly frame: Bytes;
}

export function packed(request: BlazeRequest): Packed {
  return { id: request.id, frame: pack(requestJson(request)) };
}

/** `turned-away`: the server closed the connection because of something that it was sent, which may be this. */
export type Asked =
  | { readonly outcome: "answered"; readonly reply: BlazeReply }
  | { readonly outcome: "unanswered" }
  | { readonly outcome: "turned-away"; readonly code: number };

const UNANSWERED: Asked = { outcome: "unanswered" };

export type Dial = (address: string, protocol: string) => WebSocket;

export class BlazeSocket {
  readonly lost: Promise<void>;
  readonly #awaited = new Map<string, (asked: Asked) => void>();
  readonly #looking: ReturnType<typeof setInterval>;
  #heardAt = Date.now();
  #isLost = false;
  #isOpen = false;
  #sayLost: () => void = () => {};

  constructor(private readonly socket: WebSocket, private readonly heard: (reply: BlazeReply) => void) {
    this.lost = new Promise((resolve) => this.#sayLost = resolve);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.#isOpen = true;
      this.#heardAt = Date.now();
    };
    socket.onmessage = (event) => this.#take(event.data);
    socket.onerror = () => this.lose();
    socket.onclose = (event) => {
      const blamed = ABOUT_WHAT_WAS_SENT.has(event.code);
      this.#end(blamed ? { outcome: "turned-away", code: event.code } : UNANSWERED);
    };
    this.#looking = setInterval(() => this.#look(), LOOK_EVERY);
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  /** Waits until requests can be sent; ends as well when the connection is lost. */
  async opened(): Promise<boolean> {
    const until = Date.now() + OPEN_WITHIN;
    while (!this.#isOpen && !this.#isLost) {
      const left = until - Date.now();
      if (left <= 0) {
        this.lose();
        break;
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        const done = () => {
          clearTimeout(timer);
          resolve();
        };
        this.socket.addEventListener("open", done, { once: true });
        void this.lost.then(done);
      });
    }
    return this.#isOpen && !this.#isLost;
  }

  ask(request: Packed): Promise<Asked> {
    if (this.#isLost || !this.#isOpen || this.#awaited.size >= MOST_AWAITED) {
      return Promise.resolve(UNANSWERED);
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(UNANSWERED), ANSWER_WITHIN);
      const settle = (asked: Asked) => {
        clearTimeout(timer);
        this.#awaited.delete(request.id);
        resolve(asked);
      };
      this.#awaited.set(request.id, settle);
      try {
        this.socket.send(request.frame);
      } catch {
        this.lose();
      }
    });
  }

  /** Ends the connection in any state. Requests that wait for an answer stay unanswered. */
  lose(): void {
    this.#end(UNANSWERED);
    try {
      this.socket.close();
    } catch {
      // It was closed already.
    }
  }

  #end(outcome: Asked): void {
    if (this.#isLost) {
      return;
    }
    this.#isLost = true;
    clearInterval(this.#looking);
    for (const settle of [...this.#awaited.values()]) {
      settle(outcome);
    }
    this.#sayLost();
  }

  #look(): void {
    const silent = Date.now() - this.#heardAt;
    if (silent > GONE_AFTER) {
      this.lose();
    } else if (silent > ASK_AFTER && this.#isOpen) {
      void this.ask(packed({ id: crypto.randomUUID(), action: "PING" }));
    }
  }

  #take(data: unknown): void {
    this.#heardAt = Date.now();
    if (!(data instanceof ArrayBuffer) || this.#isLost) {
      return;
    }
    const frame = unpack(new Uint8Array(data));
    const reply = frame.outcome === "unpacked" ? parseReply(frame.json) : undefined;
    // A frame that can't be read is not ours: it is left, and what comes after it is heard.
    if (reply !== undefined) {
      const answer = this.#awaited.get(reply.id.toLowerCase());
      // The listing begins with its answer: the pushes after it must find that it has begun.
      this.heard(reply);
      answer?.({ outcome: "answered", reply });
    }
  }
}
