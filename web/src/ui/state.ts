/** What the page knows, as signals. The worker tells it; components read it and draw themselves anew when it changes. */
import { computed, signal } from "@preact/signals";
import type {
  Account,
  CallSignal,
  Circle,
  Client,
  Conversation,
  ConversationId,
  Link,
  Person,
  Settings,
  Told,
  UserId,
} from "../client/records.ts";
import { address as addressOf, HOME, parse, type Route } from "./route.ts";

/** Where the page is as a whole. */
export type Phase =
  | { readonly is: "starting" }
  | { readonly is: "broken" }
  | { readonly is: "way-in"; readonly step: WayIn }
  | { readonly is: "in" };

export type WayIn =
  | { readonly to: "choose" }
  | { readonly to: "join"; readonly code: string }
  | { readonly to: "sign-in"; readonly number: string; readonly code: string }
  | { readonly to: "code" }
  | { readonly to: "link" }
  | { readonly to: "done" };

export const phase = signal<Phase>({ is: "starting" });
export const server = signal("");
export const accounts = signal<readonly Account[]>([]);
export const currentUser = signal<UserId | undefined>(undefined);
export const account = computed(() => accounts.value.find((one) => one.userId === currentUser.value));
export const conversations = signal<ReadonlyMap<ConversationId, Conversation>>(new Map());
export const conversationsKnown = signal(false);
export const people = signal<ReadonlyMap<UserId, Person>>(new Map());
export const circles = signal<readonly Circle[]>([]);
export const link = signal<Link>({ state: "connecting" });
export const settings = signal<Settings>({
  notify: "name",
  sound: false,
  groupsAll: false,
  receipts: true,
  keys: true,
  theme: "system",
  density: "calm",
  language: "",
});
export const signedOut = signal<{ readonly at: number; readonly by?: string } | undefined>(undefined);
/** A link that this device shows was used, or it can't be. */
export const linkFailed = signal<Extract<Told, { told: "link-failed" }>["failure"] | undefined>(undefined);

export const route = signal<Route>(HOME);
export const wide = signal(false);
export const phone = signal(false);
/** Whether the third pane is wanted where there is room for it. */
export const detailsWanted = signal(true);

/** The minute, for "today" and "12 minutes ago". */
export const now = signal(Date.now());

export const open = computed(() => {
  const id = route.value.conversation;
  return id ? conversations.value.get(id) : undefined;
});

/** Pinned ones first, then by what happened last. */
export const inOrder = computed(() =>
  [...conversations.value.values()].sort((a, b) =>
    Number(b.pinnedAt ?? 0) - Number(a.pinnedAt ?? 0) || (b.last?.at ?? 0) - (a.last?.at ?? 0) || (a.id < b.id ? -1 : 1)
  )
);
export const unreadConversations = computed(() =>
  inOrder.value.filter((one) => one.unread > 0 && !isMuted(one, now.value)).length
);

export function isMuted(conversation: Conversation, at: number): boolean {
  return (conversation.mutedUntil ?? 0) > at;
}

/** The worker, once it runs. */
let worker: Client | undefined;
export function useWorker(client: Client): void {
  worker = client;
}
export function client(): Client {
  if (!worker) throw new Error("the worker hasn't started");
  return worker;
}

type MessagesTold = Extract<Told, { told: "messages" }>;
type NotifyTold = Extract<Told, { told: "notify" }>;
export interface CallTold {
  readonly conversation: ConversationId;
  readonly from: Person;
  readonly signal: CallSignal;
}

/** Parts of the page that want to hear more than the state: the log, notifications, calls. */
export const listeners: {
  messages?: (told: MessagesTold) => void;
  notify?: (told: NotifyTold) => void;
  withdraw?: (conversation: ConversationId) => void;
  call?: (told: CallTold) => void;
  linked?: (account: Account) => void;
  settings?: (settings: Settings) => void;
} = {};

function withAll<K, V>(
  map: ReadonlyMap<K, V>,
  values: readonly V[],
  key: (value: V) => K,
  from: "these" | "nothing" = "these",
) {
  const all = new Map(from === "these" ? map : []);
  for (const value of values) all.set(key(value), value);
  return all;
}

function withAccount(one: Account): void {
  const others = accounts.value.filter((other) => other.userId !== one.userId);
  const at = accounts.value.findIndex((other) => other.userId === one.userId);
  accounts.value = at < 0 ? [...others, one] : [...others.slice(0, at), one, ...others.slice(at)];
}

export function hear(told: Told): void {
  switch (told.told) {
    case "account":
      return withAccount(told.account);
    case "accounts":
      accounts.value = told.accounts;
      if (currentUser.value !== told.current) {
        forgetAll();
        currentUser.value = told.current;
        phase.value = phaseWith(told.current);
      }
      return;
    case "linked":
      return listeners.linked?.(told.account);
    case "link-failed":
      linkFailed.value = told.failure;
      return;
    case "signed-out":
      signedOut.value = { at: told.at, ...(told.by ? { by: told.by } : {}) };
      return;
    case "conversations": {
      const all = withAll(conversations.value, told.changed, (one) => one.id, told.all ? "nothing" : "these");
      for (const id of told.removed) all.delete(id);
      conversations.value = all;
      conversationsKnown.value = true;
      return;
    }
    case "people":
      people.value = withAll(people.value, told.changed, (one) => one.userId);
      return;
    case "messages":
      return listeners.messages?.(told);
    case "circles":
      circles.value = told.circles;
      return;
    case "link":
      link.value = told.link;
      return;
    case "settings":
      settings.value = told.settings;
      return listeners.settings?.(told.settings);
    case "notify":
      return listeners.notify?.(told);
    case "withdraw":
      return listeners.withdraw?.(told.conversation);
    case "call":
      return listeners.call?.(told);
  }
}

/** Somebody on the way in is led on by that way, which may have more to say. */
function phaseWith(current: UserId | undefined): Phase {
  const here = phase.value;
  if (here.is === "way-in" && (here.step.to !== "choose" || !current)) return here;
  return current ? { is: "in" } : { is: "way-in", step: { to: "choose" } };
}

/** Another account shows nothing of the one before. */
function forgetAll(): void {
  conversations.value = new Map();
  conversationsKnown.value = false;
  people.value = new Map();
  circles.value = [];
}

/** Goes somewhere, as a step that "back" undoes. */
export function go(to: Partial<Route>, how: "step" | "instead" = "step"): void {
  const next = stepTo(route.value, to);
  if (how === "instead") history.replaceState(null, "", addressOf(next));
  else if (addressOf(next) !== addressOf(route.value)) history.pushState(null, "", addressOf(next));
  route.value = next;
}

export function stepTo(from: Route, to: Partial<Route>): Route {
  const { message: _message, section: _section, ...kept } = from;
  return { ...kept, ...to };
}

export function hrefTo(to: Partial<Route>): string {
  return addressOf(stepTo(route.value, to));
}

export function followAddress(): void {
  route.value = parse(location.hash);
}
