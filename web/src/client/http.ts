/**
 * The server's HTTP API: asks, and reads the envelope of the answer. Each call is one request; {@link Http.patiently} makes it again
 * until the server has answered.
 */
import { type Bytes, utf8 } from "../protocol/bytes.ts";
import { Failed, failed, refused } from "./failed.ts";
import { type Fields, fields, text } from "./fields.ts";
import { pause, Pauses } from "./pauses.ts";

const ANSWER_WITHIN = 20_000;
const MOST_ANSWER_BYTES = 16 << 20;
const MOST_BODY_BYTES = 16 << 20;

/** Signs a token for one request; `now` is in milliseconds, as the server counts them. */
export type Sign = (method: string, target: string, body: Bytes, now: number) => Promise<string>;

export class Http {
  // By how many milliseconds the server's clock is ahead of ours. A browser's clock may be hours off, and its token would be refused.
  #ahead = 0;

  /**
   * @param origin of the server, such as `https://chat.example.org`
   * @param sign none for calls that need no token
   */
  constructor(
    readonly origin: string,
    private readonly sign: Sign | undefined,
    private readonly fetch: typeof globalThis.fetch,
    private readonly ended: AbortSignal,
  ) {}

  /** The server's time in milliseconds, as well as we know. */
  now(): number {
    return Date.now() + this.#ahead;
  }

  get(target: string): Promise<unknown> {
    return this.#call("GET", target, undefined);
  }

  post(target: string, body: unknown): Promise<unknown> {
    return this.#call("POST", target, body);
  }

  /** Makes a call until the server has answered, also when that takes days. */
  async patiently<T>(call: () => Promise<T>): Promise<T> {
    const pauses = new Pauses(1_000, 30_000);
    for (;;) {
      try {
        return await call();
      } catch (e) {
        if (!(e instanceof Failed) || !e.passing || this.ended.aborted) {
          throw e;
        }
        await pause(pauses.next(e.retryAfter), this.ended);
      }
    }
  }

  /** A token for the upgrade to a WebSocket. */
  async blazeToken(): Promise<string> {
    return this.sign === undefined ? "" : await this.sign("GET", "/", new Uint8Array(), this.now());
  }

  async #call(method: string, target: string, body: unknown): Promise<unknown> {
    const bytes = body === undefined ? new Uint8Array() : utf8(JSON.stringify(body));
    if (bytes.length > MOST_BODY_BYTES) {
      throw failed("too-large");
    }
    const before = this.#ahead;
    try {
      return await this.#once(method, target, bytes);
    } catch (e) {
      // The answer has told us the time, and ours was off: then the refusal says nothing of the session.
      const clockWasOff = Math.abs(this.#ahead - before) > 60_000;
      if (e instanceof Failed && e.failure.code === "ended" && clockWasOff) {
        return await this.#once(method, target, bytes);
      }
      throw e;
    }
  }

  async #once(method: string, target: string, body: Bytes): Promise<unknown> {
    const headers: Record<string, string> = { "Content-Type": "application/json" };
    if (this.sign !== undefined) {
      headers["Authorization"] = "Bearer " + await this.sign(method, target, body, this.now());
    }
    let answer: Response;
    let bytes: Bytes;
    try {
      answer = await this.fetch(this.origin + target, {
        method,
        headers,
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
        signal: AbortSignal.any([this.ended, AbortSignal.timeout(ANSWER_WITHIN)]),
        ...(method === "GET" ? {} : { body }),
      });
      this.#learnTime(answer);
      bytes = await boundedBody(answer, MOST_ANSWER_BYTES);
    } catch (e) {
      throw e instanceof Failed ? e : failed("unreachable");
    }
    return data(answer, bytes);
  }

  #learnTime(answer: Response): void {
    const nanoseconds = answer.headers.get("X-Server-Time") ?? "";
    if (/^\d{16,20}$/.test(nanoseconds)) {
      const ahead = Number(nanoseconds.slice(0, -6)) - Date.now();
      // Small differences come from the way, and would only move the clock back and forth.
      this.#ahead = Math.abs(ahead) < 2_000 ? 0 : ahead;
    }
  }
}

/** The whole body, which has at most so many bytes. */
export async function boundedBody(answer: Response, most: number, moved?: (bytes: number) => void): Promise<Bytes> {
  const pieces: Bytes[] = [];
  let length = 0;
  // Not every browser lets one iterate over a body.
  const reader = answer.body?.getReader();
  for (let next = await reader?.read(); next !== undefined && !next.done; next = await reader?.read()) {
    length += next.value.length;
    if (length > most) {
      await reader?.cancel();
      throw failed("too-large");
    }
    pieces.push(next.value);
    moved?.(length);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function data(answer: Response, bytes: Bytes): unknown {
  let whole: Fields;
  try {
    whole = fields(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    // Not the server, but something in front of it that does not reach it.
    throw answer.status >= 500 ? failed("unreachable") : failed("broken", "an answer without JSON");
  }
  const error = fields(whole["error"]);
  if (typeof error["code"] === "number") {
    throw errorOf(error, Number(answer.headers.get("Retry-After") ?? 0) * 1000);
  }
  if (answer.status >= 400) {
    throw refused(answer.status, "HTTP " + answer.status);
  }
  return whole["data"];
}

/** The server's error object, as HTTP and Blaze both have it. */
export function errorOf(error: Fields, retryAfter = 0): Failed {
  const extra = fields(error["extra"]);
  const field = text(extra, "field");
  const wait = retryAfter || Number(text(extra, "retry_after")) * 1000 || 0;
  return refused(
    typeof error["code"] === "number" ? error["code"] : 500,
    text(extra, "reason") || text(error, "description"),
    field === "" ? undefined : field,
    wait,
  );
}
