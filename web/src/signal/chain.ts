/**
 * A chain of keys: from each follows the next, and the seed of one message's keys; nothing leads back. Seeds of messages that
 * were overtaken are kept until they come. A step gives another chain and leaves the given one as it is.
 */
import { type Bytes, sameBytes } from "../protocol/bytes.ts";
import { HASH_BYTES, mac } from "./algorithms.ts";

/** How far ahead of what was read a message may be, and how many overtaken ones are waited for: as in libsignal. */
export const MOST_AHEAD = 2000;

export interface Chain {
  /** 32 bytes. */
  readonly key: Bytes;
  /** The number of the next message. */
  readonly index: number;
  /** For each overtaken message its number, 4 bytes, and its seed, 32; the oldest first. */
  readonly skipped: Bytes;
}

export type Take =
  /** The seed, to be wiped by the caller, and the chain without it. */
  | { readonly outcome: "taken"; readonly seed: Bytes; readonly rest: Chain }
  /** It was taken before, or given up. */
  | { readonly outcome: "spent" }
  | { readonly outcome: "too far ahead" };

const SEED = Uint8Array.of(1);
const NEXT = Uint8Array.of(2);
const MOST_INDEX = 0x7fffffff;
const SKIPPED_BYTES = 4 + HASH_BYTES;

/** A chain whose next message has this number. */
export function chainOf(key: Bytes, index: number): Chain {
  return { key: key.slice(), index, skipped: new Uint8Array(0) };
}

export function takeNext(chain: Chain): { readonly outcome: "taken"; readonly seed: Bytes; readonly rest: Chain } {
  if (chain.index === MOST_INDEX) throw new Error("the chain is at its end");
  const rest = { key: mac(chain.key, NEXT), index: chain.index + 1, skipped: chain.skipped };
  return { outcome: "taken", seed: mac(chain.key, SEED), rest };
}

export function take(chain: Chain, wanted: number): Take {
  if (wanted < chain.index) return takeSkipped(chain, wanted);
  if (wanted - chain.index > MOST_AHEAD || wanted >= MOST_INDEX) return { outcome: "too far ahead" };
  return takeNext(skipTo(chain, wanted));
}

/** The chain with all seeds below `wanted` put aside, but for the oldest when they are too many. */
export function skipTo(chain: Chain, wanted: number): Chain {
  if (wanted === chain.index) return chain;
  const known = chain.skipped.length / SKIPPED_BYTES;
  const waiting = new Uint8Array((known + wanted - chain.index) * SKIPPED_BYTES);
  waiting.set(chain.skipped);
  const view = new DataView(waiting.buffer);
  let key = chain.key;
  for (let index = chain.index; index < wanted; index++) {
    const at = (known + index - chain.index) * SKIPPED_BYTES;
    view.setUint32(at, index);
    waiting.set(mac(key, SEED), at + 4);
    key = mac(key, NEXT);
  }
  return { key, index: wanted, skipped: waiting.slice(-MOST_AHEAD * SKIPPED_BYTES) };
}

/** Whether the other chain has the same position and key as this one. */
export function leadsTo(chain: Chain, other: Chain): boolean {
  return chain.index === other.index && sameBytes(chain.key, other.key);
}

/** The other chain, with the seeds put aside here. */
export function onwards(chain: Chain, other: Chain): Chain {
  return { ...other, skipped: chain.skipped };
}

function takeSkipped(chain: Chain, wanted: number): Take {
  const { skipped } = chain;
  const view = new DataView(skipped.buffer, skipped.byteOffset, skipped.length);
  for (let at = 0; at < skipped.length; at += SKIPPED_BYTES) {
    if (view.getUint32(at) !== wanted) continue;
    const rest = new Uint8Array(skipped.length - SKIPPED_BYTES);
    rest.set(skipped.subarray(0, at));
    rest.set(skipped.subarray(at + SKIPPED_BYTES), at);
    return { outcome: "taken", seed: skipped.slice(at + 4, at + SKIPPED_BYTES), rest: { ...chain, skipped: rest } };
  }
  return { outcome: "spent" };
}
