/** One scene for each screen of the drawing: an address, what is told, and what is pressed then. */
import type { Conversation, Link, Message } from "../../src/client/records.ts";
import { garden, withMara, withShop } from "./fixtures.ts";

export interface Scene {
  readonly hash: string;
  /** Selectors that are pressed one after the other; `text=` finds a button by its words. */
  readonly press?: readonly string[];
  readonly type?: string;
  readonly conversations?: (all: readonly Conversation[]) => readonly Conversation[];
  readonly messages?: (all: readonly Message[]) => readonly Message[];
  readonly link?: Link;
  readonly signedIn?: false;
  readonly unread?: true;
  readonly show?: string;
  /** The drawing's address of the same scene. */
  readonly drawn?: string;
}

const mara = `c=${withMara.id}`;
const changed = (all: readonly Conversation[]) =>
  all.map((one) => one.id === withMara.id ? { ...one, trust: "changed" as const } : one);

export const scenes: { readonly [name: string]: Scene } = {
  chat: { hash: mara, drawn: "chat" },
  "chat-unread": { hash: mara, unread: true, drawn: "chat/apps" },
  "chat-media": { hash: mara, show: ".b.media", drawn: "chat/media" },
  "chat-voice": { hash: mara, show: ".voice", drawn: "chat/voice" },
  "chat-place": { hash: mara, show: ".map", drawn: "chat/place" },
  "chat-info": { hash: mara + "&details=1", drawn: "chat/info" },
  list: { hash: "", drawn: "list" },
  compose: { hash: `c=${garden.id}`, type: "I can ask @I", drawn: "compose" },
  menu: { hash: mara, press: [".dayset:last-child .m:last-child .acts .ib:last-child"], drawn: "menu" },
  view: { hash: mara, press: [".b.media .cover"], drawn: "view" },
  bot: { hash: `c=${withShop.id}`, drawn: "bot" },
  group: { hash: `c=${garden.id}`, drawn: "group" },
  "group-members": { hash: `c=${garden.id}&details=1`, drawn: "group/members" },
  empty: { hash: "", conversations: () => [], drawn: "empty" },
  hello: { hash: mara, messages: () => [] },
  join: { hash: "join=ABC", signedIn: false, drawn: "join" },
  "join-picture": { hash: "join=ABC", signedIn: false, type: "Juno", press: [".btn.prime"], drawn: "join/2" },
  choose: { hash: "", signedIn: false },
  "sign-in": { hash: "", signedIn: false, press: [".btn.prime"] },
  "link-this": { hash: "", signedIn: false, press: [".sheet .btn.wide:not(.prime)"] },
  link: { hash: "show=settings&section=devices", press: ["[data-link]"], drawn: "link" },
  safety: { hash: mara, press: [".say button"], drawn: "safety" },
  identity: { hash: mara, conversations: changed, drawn: "identity" },
  "identity-send": { hash: mara, conversations: changed, type: "Hello", press: [".ib.go"], drawn: "identity/send" },
  settings: { hash: "show=settings&section=profile", drawn: "settings" },
  "settings-devices": { hash: "show=settings&section=devices", drawn: "settings/devices" },
  "settings-notifications": { hash: "show=settings&section=notifications", drawn: "settings/notifications" },
  "settings-appearance": { hash: "show=settings&section=appearance", drawn: "settings/appearance" },
  "settings-menu": { hash: "show=settings", drawn: "settings-menu" },
  search: { hash: mara + "&show=search", type: "rye", drawn: "search" },
  new: { hash: mara + "&show=new", drawn: "new" },
  "new-group": { hash: mara + "&show=new-group", drawn: "newgroup" },
  offline: { hash: mara, link: { state: "offline", nextTry: 4_000 }, drawn: "offline" },
  keys: { hash: mara, press: ["?"], drawn: "keys" },
  stickers: { hash: mara, press: [".bar1 .ib:nth-last-child(2)"] },
  attach: { hash: mara, press: ["[data-attach]"] },
  pay: { hash: mara, press: ["[data-attach]", ".menu button:last-child"] },
  person: { hash: `c=${garden.id}`, press: [".b .at"] },
  ring: { hash: mara, press: ["call"], drawn: "call" },
};
