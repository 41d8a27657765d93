/**
 * The part of a conversation that is loaded: messages in order, without a gap, and whether older or newer ones exist beyond it. Pages are
 * joined at either end, and the other end is let go beyond a bound, so that a long conversation costs no more than a short one.
 */
import type { Message, MessageId, Page } from "../../client/records.ts";

export interface Window {
  readonly messages: readonly Message[];
  readonly older: boolean;
  readonly newer: boolean;
  readonly unreadFrom?: MessageId;
  /** Messages that arrived beyond a window that doesn't reach the newest. */
  readonly missed: number;
}

/** As many messages are drawn at most. */
export const MOST = 200;

export function opened(page: Page): Window {
  return {
    messages: inOrder(page.messages),
    older: page.older,
    newer: page.newer,
    missed: 0,
    ...(page.unreadFrom ? { unreadFrom: page.unreadFrom } : {}),
  };
}

/** Joins an older page; the newest messages are let go beyond the bound. */
export function withOlder(window: Window, page: Page): Window {
  const messages = inOrder([...page.messages, ...window.messages]);
  const kept = messages.slice(0, MOST);
  return { ...window, messages: kept, older: page.older, newer: window.newer || kept.length < messages.length };
}

/** Joins a newer page; the oldest messages are let go beyond the bound. */
export function withNewer(window: Window, page: Page): Window {
  const messages = inOrder([...window.messages, ...page.messages]);
  const kept = messages.slice(-MOST);
  return {
    ...window,
    messages: kept,
    older: window.older || kept.length < messages.length,
    newer: page.newer,
    missed: page.newer ? window.missed : 0,
  };
}

/**
 * Takes in what changed. A new message belongs into the window when it stands between two of its messages, or when the window reaches the
 * conversation's end; beyond that it is only counted. `let go` removes old ones beyond the bound, unless somebody reads there.
 */
export function changed(
  window: Window,
  messages: readonly Message[],
  removed: readonly MessageId[],
  reading: "end" | "elsewhere",
): Window {
  const gone = new Set(removed);
  const fresh = new Map(messages.filter((one) => !gone.has(one.id)).map((one) => [one.id, one]));
  const first = window.messages[0]?.position ?? -Infinity;
  const last = window.messages.at(-1)?.position ?? -Infinity;
  let missed = window.missed;
  const known = new Set(window.messages.map((one) => one.id));
  const kept = window.messages.filter((one) => !gone.has(one.id)).map((one) => fresh.get(one.id) ?? one);
  for (const one of fresh.values()) {
    if (known.has(one.id)) continue;
    if (one.position < first && window.older) continue;
    if (one.position > last && window.newer) {
      if (!one.mine) missed++;
    } else kept.push(one);
  }
  const all = inOrder(kept);
  const most = reading === "end" ? all.slice(-MOST) : all;
  return { ...window, messages: most, missed, older: window.older || most.length < all.length };
}

/** By position, each message once; of two versions the later one counts. */
function inOrder(messages: readonly Message[]): readonly Message[] {
  const once = new Map(messages.map((one) => [one.id, one]));
  return [...once.values()].sort((a, b) => a.position - b.position);
}
