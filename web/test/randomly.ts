/** Randomness for tests that can be repeated: each prints the seed with which it failed. */
import type { Bytes } from "../src/protocol/bytes.ts";

export class Chance {
  private state: number;

  constructor(readonly seed: number) {
    this.state = seed >>> 0;
  }

  /** A number from 0 that is below `bound`. */
  below(bound: number): number {
    // Mulberry32.
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * bound);
  }

  bytes = (count: number): Bytes => Uint8Array.from({ length: count }, () => this.below(256));

  one<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }

  shuffled<Item>(items: readonly Item[]): Item[] {
    const all = [...items];
    for (let i = all.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [all[i], all[j]] = [all[j]!, all[i]!];
    }
    return all;
  }
}

/** Runs a test with several seeds; with `--allow-env`, `HEARTH_SEED` repeats one, and `HEARTH_ROUNDS` says how many. */
export function randomly(rounds: number, test: (chance: Chance) => void): void {
  for (const seed of seeds(rounds)) {
    try {
      test(new Chance(seed));
    } catch (error) {
      throw seeded(seed, error);
    }
  }
}

export async function randomlyWaiting(rounds: number, test: (chance: Chance) => Promise<void>): Promise<void> {
  for (const seed of seeds(rounds)) {
    try {
      await test(new Chance(seed));
    } catch (error) {
      throw seeded(seed, error);
    }
  }
}

function seeds(rounds: number): readonly number[] {
  const seed = given("HEARTH_SEED");
  return seed ? [Number(seed)] : [...crypto.getRandomValues(new Uint32Array(Number(given("HEARTH_ROUNDS") ?? rounds)))];
}

function given(variable: string): string | undefined {
  const isAllowed = Deno.permissions.querySync({ name: "env", variable }).state === "granted";
  return isAllowed ? Deno.env.get(variable) : undefined;
}

function seeded(seed: number, error: unknown): Error {
  return new Error(`HEARTH_SEED=${seed} deno test --allow-read --allow-env repeats this`, { cause: error });
}
