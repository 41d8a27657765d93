/**
 * Pauses between tries. They double up to a longest one, and each is shortened by a random part of up to a half, so that clients
 * that were cut off together don't come back together.
 */
export class Pauses {
  #next: number;

  /** All in milliseconds. */
  constructor(private readonly first: number, private readonly longest: number, private readonly random = Math.random) {
    this.#next = first;
  }

  /** @param atLeast what the other side asks for */
  next(atLeast = 0): number {
    const pause = Math.min(this.#next, this.longest);
    this.#next = pause * 2;
    return Math.max(atLeast, pause - this.random() * pause / 2);
  }

  reset(): void {
    this.#next = this.first;
  }
}

/** Waits; ends earlier, without a failure, when `signal` is given and aborted. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      return resolve();
    }
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener("abort", done);
  });
}
