/** The conversation that is open: loads its pages, takes in what the worker tells of it. */
import { signal } from "@preact/signals";
import type { ConversationId, Failure, Message, MessageId, Page, Told } from "../../client/records.ts";
import { client } from "../state.ts";
import { failureOf } from "../worker.ts";
import { changed, opened, type Window, withNewer, withOlder } from "./window.ts";

/** Where to go when the messages are drawn. */
export type Target =
  | { readonly to: "end" }
  | { readonly to: "unread" }
  | { readonly to: "message"; readonly message: MessageId };

export interface Loaded {
  readonly conversation: ConversationId;
  readonly window?: Window;
  readonly failure?: Failure;
}

export const loaded = signal<Loaded | undefined>(undefined);
export const target = signal<Target | undefined>(undefined);
/** Messages that arrived in the open conversation, for those who listen and for the count on the button. */
export const arrived = signal<readonly Message[]>([]);
/** The last message that arrived in the open conversation, to be said aloud. */
export const newlyHeard = signal<Message | undefined>(undefined);
/** Whether the newest message is in sight; the log keeps it true. */
export const atEnd = signal(true);

let busy: "older" | "newer" | undefined;

export async function load(conversation: ConversationId, message?: MessageId): Promise<void> {
  busy = undefined;
  loaded.value = { conversation };
  arrived.value = [];
  newlyHeard.value = undefined;
  atEnd.value = !message;
  await around(conversation, message);
}

async function around(conversation: ConversationId, message?: MessageId): Promise<void> {
  try {
    let page = await client().page(conversation, message ? { around: message } : {});
    if (!message && page.unreadFrom && !page.messages.some((one) => one.id === page.unreadFrom)) {
      const unreadFrom = page.unreadFrom;
      page = { ...await client().page(conversation, { around: unreadFrom }), unreadFrom };
    }
    if (loaded.value?.conversation !== conversation) return;
    target.value = message ? { to: "message", message } : page.unreadFrom ? { to: "unread" } : { to: "end" };
    loaded.value = { conversation, window: opened(page) };
  } catch (error) {
    if (loaded.value?.conversation === conversation) loaded.value = { conversation, failure: failureOf(error) };
  }
}

export function again(): void {
  if (loaded.value) load(loaded.value.conversation);
}

/** Shows a message: where it stands when it is loaded, else with what stands around it. */
export async function jumpTo(message: MessageId): Promise<void> {
  const here = loaded.value;
  if (!here) return;
  if (here.window?.messages.some((one) => one.id === message)) target.value = { to: "message", message };
  else await around(here.conversation, message);
}

export async function jumpToEnd(): Promise<void> {
  const here = loaded.value;
  arrived.value = [];
  if (!here?.window) return;
  if (!here.window.newer) target.value = { to: "end" };
  else {
    const page = await client().page(here.conversation, {});
    if (loaded.value?.conversation !== here.conversation) return;
    target.value = { to: "end" };
    loaded.value = {
      conversation: here.conversation,
      window: opened({ ...page, ...(here.window.unreadFrom ? { unreadFrom: here.window.unreadFrom } : {}) }),
    };
  }
}

/** More at one end. One page is asked for at a time. */
export async function more(which: "older" | "newer"): Promise<void> {
  const here = loaded.value;
  if (!here?.window || busy || !here.window[which] || here.window.messages.length === 0) return;
  busy = which;
  try {
    const edge = which === "older" ? here.window.messages[0]! : here.window.messages.at(-1)!;
    const page: Page = await client().page(
      here.conversation,
      which === "older" ? { before: edge.position } : { after: edge.position },
    );
    const now = loaded.value;
    if (now?.conversation !== here.conversation || !now.window) return;
    loaded.value = { ...now, window: which === "older" ? withOlder(now.window, page) : withNewer(now.window, page) };
  } catch {
    // It is asked again at the next movement.
  } finally {
    busy = undefined;
  }
}

export function hearMessages(told: Extract<Told, { told: "messages" }>): void {
  const here = loaded.value;
  if (!here?.window || here.conversation !== told.conversation) return;
  const known = new Set(here.window.messages.map((one) => one.id));
  const last = here.window.messages.at(-1)?.position ?? -Infinity;
  const fresh = told.changed.filter((one) => !known.has(one.id) && (one.position > last || here.window!.newer));
  const window = changed(here.window, told.changed, told.removed, atEnd.value ? "end" : "elsewhere");
  loaded.value = { ...here, window };
  const others = fresh.filter((one) => !one.mine);
  if (others.length > 0) {
    arrived.value = [...arrived.value, ...others].slice(-1_000);
    newlyHeard.value = others.at(-1);
  }
  if (fresh.some((one) => one.mine && one.tick === "sending")) jumpToEnd();
}
