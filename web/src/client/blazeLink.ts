/**
 * Keeps one connection up, replacing it forever, and asks requests until they are answered. A connection counts once the server has
 * answered its first listing of what is pending.
 */
import { type BlazeReply, type BlazeRequest, REFUSAL } from "../protocol/blaze.ts";
import { randomId } from "../protocol/ids.ts";
import { type Asked, BlazeSocket, type Dial, type Packed, packed } from "./blazeSocket.ts";
import { Failed, failed, isPassing, refused } from "./failed.ts";
import type { Http } from "./http.ts";
import { pause, Pauses } from "./pauses.ts";
import { Turns } from "./turns.ts";

const STEADY = 5_000;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;
/** How often a server may close the connection over a request before it is given up: it may have been another on its way. */
const MOST_TURNED_AWAY = 3;

export interface LinkListener {
  connecting(): void;
  connected(): void;
  disconnected(nextTry: number): void;
  heard(reply: BlazeReply): void;
  ended(): void;
}

/** The server's answer, or why it refuses: for good, since what may pass is asked again. */
export type Answer = { readonly reply: BlazeReply } | { readonly refused: Failed };

export class BlazeLink {
  readonly #suspects = new Turns();
  readonly #over = new AbortController();
  #ready: BlazeSocket | undefined;
  #changed = signal();
  #hurry = new AbortController();

  /** @param address without a token, such as `wss://chat.example.org/` */
  constructor(
    private readonly address: string,
    private readonly http: Http,
    private readonly dial: Dial,
    private readonly listener: LinkListener,
  ) {}

  start(): void {
    void this.#keepUp();
  }

  get isOver(): boolean {
    return this.#over.signal.aborted;
  }

  get isReady(): boolean {
    return this.#ready !== undefined && !this.#ready.isLost;
  }

  close(): void {
    this.#over.abort();
    this.#hurry.abort();
    this.#ready?.lose();
    this.#tellChanged();
  }

  /** Ends the pause before the next try. */
  tryNow(): void {
    this.#hurry.abort();
  }

  /**
   * The final answer: success, or an error that asking again won't change. Waits as long as it takes.
   * @throws Failed when the session has ended, or the link was closed
   */
  async ask(request: BlazeRequest): Promise<Answer> {
    const ready = packed(request);
    const pauses = new Pauses(1_000, LONGEST_PAUSE);
    for (let turnedAway = 0;;) {
      const asked = turnedAway === 0
        ? await this.#once(ready)
        : await this.#suspects.in("suspect", () => this.#once(ready));
      if (asked.outcome === "answered") {
        const { failure } = asked.reply;
        if (failure === undefined) return { reply: asked.reply };
        const { code, description, field, retryAfter = 0 } = failure;
        if (failure.status < 500 && !isPassing(code)) {
          return { refused: refused(code, description, field === "" ? undefined : field) };
        }
        await pause(pauses.next(retryAfter * 1000), this.#over.signal);
      } else if (asked.outcome === "turned-away" && ++turnedAway === MOST_TURNED_AWAY) {
        return { refused: refused(400, "the server closes the connection over it: " + asked.code) };
      }
    }
  }

  /** Asks for what is pending once more. */
  async listAgain(): Promise<void> {
    const socket = await this.#awaitReady();
    if (!await this.#lists(socket)) {
      socket.lose();
    }
  }

  async #once(request: Packed): Promise<Asked> {
    return await (await this.#awaitReady()).ask(request);
  }

  async #awaitReady(): Promise<BlazeSocket> {
    for (;;) {
      if (this.isOver) {
        throw failed("ended");
      }
      if (this.#ready !== undefined && !this.#ready.isLost) {
        return this.#ready;
      }
      await this.#changed.promise;
    }
  }

  async #keepUp(): Promise<void> {
    const pauses = new Pauses(FIRST_PAUSE, LONGEST_PAUSE);
    while (!this.isOver) {
      const since = Date.now();
      try {
        await this.#connectAndStay();
      } catch (e) {
        if (e instanceof Failed && e.failure.code === "ended") {
          this.#end();
        }
        // Anything else: without this loop the client would never connect again.
      }
      if (this.isOver) {
        return;
      }
      if (Date.now() - since > STEADY) {
        pauses.reset();
      }
      const rest = pauses.next();
      this.#hurry = new AbortController();
      this.listener.disconnected(Date.now() + rest);
      await pause(rest, this.#hurry.signal);
    }
  }

  async #connectAndStay(): Promise<void> {
    this.listener.connecting();
    // Tells us the server's time as well, without which a token of a wrong clock ends the session.
    await this.http.get("/me");
    const token = await this.http.blazeToken();
    const socket = new BlazeSocket(
      this.dial(this.address + "?access_token=" + encodeURIComponent(token), "Mixin-Blaze-1"),
      (reply) => this.#heard(reply),
    );
    try {
      if (this.isOver || !await socket.opened() || !await this.#lists(socket)) {
        return;
      }
      this.#ready = socket;
      this.#tellChanged();
      this.listener.connected();
      await socket.lost;
    } finally {
      socket.lose();
      this.#ready = undefined;
    }
  }

  async #lists(socket: BlazeSocket): Promise<boolean> {
    const asked = await socket.ask(packed({ id: randomId(), action: "LIST_PENDING_MESSAGES" }));
    return asked.outcome === "answered" && asked.reply.failure === undefined;
  }

  #heard(reply: BlazeReply): void {
    if (reply.failure?.code === REFUSAL.unauthorized) this.#end();
    else this.listener.heard(reply);
  }

  #end(): void {
    if (!this.isOver) {
      this.close();
      this.listener.ended();
    }
  }

  #tellChanged(): void {
    const before = this.#changed;
    this.#changed = signal();
    before.tell();
  }
}

function signal(): { readonly promise: Promise<void>; readonly tell: () => void } {
  let tell = () => {};
  const promise = new Promise<void>((resolve) => tell = resolve);
  return { promise, tell };
}
