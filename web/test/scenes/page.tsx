/** Shows one scene without a worker: `?scene=chat&theme=dark&dir=rtl&language=de`. Built for tests only. */
import { render } from "preact";
import type { Calls, Client, Message, Told } from "../../src/client/records.ts";
import { App } from "../../src/ui/app.tsx";
import { followCalls } from "../../src/ui/call/call.ts";
import { followAppearance } from "../../src/ui/appearance.ts";
import { onKey } from "../../src/ui/keys.ts";
import { hearMessages } from "../../src/ui/log/loaded.ts";
import { entrance } from "../../src/ui/route.ts";
import * as state from "../../src/ui/state.ts";
import { afterStart } from "../../src/ui/way-in/entrances.tsx";
import { speak } from "../../src/ui/words/words.ts";
import "../../src/ui/style/main.css";
import * as fixed from "./fixtures.ts";
import { bytes } from "./pictures.ts";
import { type Scene, scenes } from "./scenes.ts";

const query = new URLSearchParams(location.search);
const scene: Scene = scenes[query.get("scene") ?? "chat"]!;
const all = scene.conversations?.(fixed.conversations) ?? fixed.conversations;
const many = Number(query.get("many") ?? 0);

function messagesOf(id: string): readonly Message[] {
  const its = scene.messages?.(fixed.byConversation[id] ?? []) ?? fixed.byConversation[id] ?? [];
  if (!many) return its;
  return Array.from({ length: many }, (_, n) => ({
    ...its[n % its.length]!,
    id: `50000000-0000-4000-8000-${String(n).padStart(12, "0")}`,
    position: n,
    at: fixed.NOW - (many - n) * 60_000,
  }));
}

const answers: {
  readonly [K in keyof Calls]?: (
    ...with_: Parameters<Calls[K]>
  ) => ReturnType<Calls[K]> | Promise<ReturnType<Calls[K]>>;
} = {
  page(id, at) {
    const every = messagesOf(id);
    const SIZE = 60;
    if (at.before !== undefined) {
      const older = every.filter((one) => one.position < at.before!);
      return { messages: older.slice(-SIZE), older: older.length > SIZE, newer: true };
    }
    if (at.after !== undefined) {
      const newer = every.filter((one) => one.position > at.after!);
      return { messages: newer.slice(0, SIZE), older: true, newer: newer.length > SIZE };
    }
    if (at.around) {
      const middle = every.findIndex((one) => one.id === at.around);
      const from = Math.max(0, middle - SIZE / 2);
      return { messages: every.slice(from, from + SIZE), older: from > 0, newer: from + SIZE < every.length };
    }
    return {
      messages: every.slice(-SIZE),
      older: every.length > SIZE,
      newer: false,
      ...(scene.unread ? { unreadFrom: fixed.unread.id } : {}),
    };
  },
  load: (id) => {
    const message = Object.values(fixed.byConversation).flat().find((one) => one.id === id);
    return bytes(message?.content.kind === "picture" ? message.content.file.name : "loaf");
  },
  invitation: () => ({ server: "linden.example", inviter: "Theo" }),
  waitForLink: () => ({
    address:
      "mixin://device/auth?id=5e2d7d53-1f5f-4be0-9dc4-1bd1d7ae2a63&pub_key=aGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd29y",
    typed: "mixin://device/auth?id=5e2d7d53-1f5f-4be0-9dc4-1bd1d7ae2a63",
    until: Date.now() + 48_000,
  }),
  members: () => fixed.members,
  people: () => fixed.everybody,
  person: (id) => fixed.everybody.find((one) => one.userId === id)!,
  devices: () => fixed.devices,
  holdings: () => fixed.holdings,
  snapshots: () => fixed.snapshots,
  albums: () => fixed.albums,
  storage: () => ({ used: 412_000_000, messages: 12_000_000, files: 400_000_000, persisted: true }),
  safetyNumber: () => ({
    number: "448172093561208773410952618842530176629041753801642739995180",
    scan: "hearth-safety-number",
  }),
  groupLink: () => ({ address: "https://linden.example/codes/5e2d7d53-1f5f-4be0-9dc4-1bd1d7ae2a63" }),
  search: () =>
    fixed.messages.filter((one) => one.content.kind === "text" && /rye/i.test(one.content.text)).map((message) => ({
      message,
      conversationName: "Mara",
    })),
  settings: (change) => ({ ...state.settings.value, ...change }),
  send: () => "sent",
};

const client = new Proxy({}, {
  get: (_, name) => (...with_: unknown[]) =>
    Promise.resolve((answers as Record<string, (...given: unknown[]) => unknown>)[name as string]?.(...with_)),
}) as Client;

function tell(told: Told): void {
  state.hear(told);
}

const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

async function pressAll(): Promise<void> {
  if (scene.type !== undefined) {
    const field = document.querySelector<HTMLTextAreaElement>("#write, .list input, .sheet input");
    if (query.get("scene") === "search" || !field) await wait(100);
    const into = query.get("scene") === "search" ? document.querySelector<HTMLInputElement>(".list input")! : field!;
    into.focus();
    into.value = scene.type;
    into.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await wait(400);
  }
  for (const selector of scene.press ?? []) {
    if (selector === "?") document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "?", bubbles: true }));
    else if (selector === "call") {
      tell({
        told: "call",
        conversation: fixed.withMara.id,
        from: fixed.mara,
        signal: { what: "offer", call: "60000000-0000-4000-8000-000000000001", data: "{}" },
      });
    } else [...document.querySelectorAll<HTMLElement>(selector)].at(0)?.click();
    await wait(300);
  }
  if (scene.show) document.querySelector(scene.show)?.scrollIntoView({ block: "center" });
}

async function start(): Promise<void> {
  localStorage.clear();
  await speak(query.get("language") === "de" ? "de" : "en");
  document.documentElement.dir = query.get("dir") ?? "ltr";
  const theme = query.get("theme");
  const follow = (media: string, set: (on: boolean) => void) => set(matchMedia(media).matches);
  follow("(min-width: 900px)", (on) => (state.wide.value = on));
  follow("(max-width: 639px)", (on) => (state.phone.value = on));
  state.now.value = fixed.NOW;
  state.server.value = "linden.example";
  state.useWorker(client);
  state.listeners.messages = hearMessages;
  followCalls();
  addEventListener("keydown", onKey);
  addEventListener("hashchange", state.followAddress);
  const way = entrance("#" + scene.hash);
  history.replaceState(null, "", location.pathname + location.search + "#" + scene.hash);
  if (scene.signedIn !== false) {
    tell({ told: "accounts", accounts: [fixed.account], current: fixed.ME });
    tell({ told: "people", changed: fixed.everybody });
    tell({ told: "circles", circles: fixed.circles });
    tell({ told: "conversations", changed: all, removed: [], all: true });
  }
  tell({
    told: "settings",
    settings: {
      ...state.settings.value,
      theme: theme === "dark" || theme === "light" ? theme : "system",
      language: query.get("language") === "de" ? "de" : "en",
    },
  });
  tell({
    told: "link",
    link: {
      state: "online",
      ...(scene.link ?? {}),
      ...(scene.link?.nextTry ? { nextTry: Date.now() + scene.link.nextTry } : {}),
    },
  });
  followAppearance();
  if (theme) document.documentElement.dataset["theme"] = theme;
  state.followAddress();
  render(<App />, document.getElementById("app")!);
  await afterStart(way, scene.signedIn !== false);
  await wait(300);
  await pressAll();
  await wait(scene.link ? 2_500 : 300);
  document.documentElement.dataset["ready"] = "yes";
}

start();
