/** What a stored message shows: its payload, read, with the names and pictures that it refers to. Never throws. */
import type { Id } from "../protocol/ids.ts";
import { type Attachment } from "../protocol/payload/attachments.ts";
import { type Cover } from "../protocol/payload/cards.ts";
import { type Payload, readPayload } from "../protocol/payload/payload.ts";
import type { Amount, Content, File, Mention, Person, SystemEvent } from "./records.ts";
import type { StoredMessage } from "./stored.ts";

export interface ShownSticker {
  readonly picture?: string;
  readonly width: number;
  readonly height: number;
}

/** What is known beside the message itself. What is missing is fetched by whoever answers, and the message is told of once more. */
export interface Context {
  readonly self: Id;
  person(user: Id): Person;
  findByNumber(number: string): Person | undefined;
  file(message: Id): Pick<File, "state" | "progress">;
  sticker(sticker: Id): ShownSticker | undefined;
  symbol(asset: Id): string | undefined;
  /** An address that a bot or another client wrote, as the page may load it; undefined when it may not. */
  picture(address: string): string | undefined;
}

/** Messages about what happened on this device or to it, which nobody sent. Their payload is a {@link SystemEvent} with ids. */
export const LOCAL = "LOCAL_EVENT";

export const NOBODY: Id = "00000000-0000-0000-0000-000000000000";

const MOST_LINES = 50;
const MOST_LINE = 200;

export function contentOf(message: StoredMessage, context: Context): Content {
  if (message.state === "recalled") return { kind: "recalled" };
  if (message.state === "unreadable") return { kind: "undecryptable" };
  if (message.category === LOCAL) return localEvent(message, context);
  return shown(readPayload(message.category, message.payload), message, context);
}

function shown(payload: Payload, message: StoredMessage, context: Context): Content {
  switch (payload.kind) {
    case "text":
      return { kind: "text", text: payload.text, mentions: mentionsIn(payload.text, context) };
    case "post":
      return { kind: "post", markdown: payload.markdown };
    case "image":
      return {
        kind: "picture",
        file: fileOf(payload.attachment, "", message, context),
        width: payload.width,
        height: payload.height,
        ...optional("preview", payload.thumbnail),
        ...optional("caption", payload.caption),
      };
    case "video":
      return {
        kind: "video",
        file: fileOf(payload.attachment, "", message, context),
        width: payload.width,
        height: payload.height,
        duration: payload.duration,
        ...optional("preview", payload.thumbnail),
      };
    case "audio":
      return {
        kind: "voice",
        file: fileOf(payload.attachment, "", message, context),
        duration: payload.duration,
        wave: [...payload.waveform].map((step) => step / 255),
        heard: message.heard === true || message.author === context.self,
      };
    case "file":
      return { kind: "file", file: fileOf(payload.attachment, payload.name, message, context) };
    case "sticker": {
      const sticker = payload.id === undefined ? undefined : context.sticker(payload.id);
      return {
        kind: "sticker",
        sticker: payload.id ?? "",
        ...optional("picture", sticker?.picture),
        width: sticker?.width ?? 0,
        height: sticker?.height ?? 0,
        ...optional("album", payload.album),
      };
    }
    case "contact":
      return { kind: "contact", person: context.person(payload.user) };
    case "live":
      return {
        kind: "live",
        address: payload.address,
        ...optional("picture", context.picture(payload.thumbnailAddress)),
        width: payload.width,
        height: payload.height,
      };
    case "location": {
      const { latitude, longitude, name, address } = payload;
      return { kind: "place", latitude, longitude, ...optional("name", name), ...optional("address", address) };
    }
    case "transcript":
      return {
        kind: "transcript",
        count: payload.items.length,
        lines: payload.items.slice(0, MOST_LINES).map((item) => ({
          name: item.userFullName ?? "",
          text: clip(isText(item.category) ? item.content ?? "" : item.caption ?? item.media.name ?? ""),
          at: Math.floor((item.createdAt ?? 0) / 1000),
        })),
      };
    case "buttons":
      return { kind: "buttons", buttons: payload.buttons };
    case "card":
      return {
        kind: "card",
        title: payload.title,
        description: payload.description,
        ...optional("icon", payload.icon === undefined ? undefined : context.picture(payload.icon)),
        ...optional("cover", coverOf(payload.cover, context)),
        action: payload.action ?? "",
        buttons: payload.actions,
        shareable: payload.shareable,
      };
    case "snapshot":
      return {
        kind: "payment",
        snapshot: payload.snapshot,
        money: amountOf(payload.asset, payload.amount, context),
        ...optional("balance", payload.closing),
        memo: payload.memo ?? "",
      };
    case "call-end":
      return { kind: "call", outcome: outcomeOf(payload.end, message, context) };
    case "system-conversation":
      return { kind: "system", event: eventOf(payload, context) };
    default:
      return { kind: "unknown", category: message.category, size: message.payload.length };
  }
}

/** One line of plain text, for lists, quotes and notifications. Where there is none, the page has words for the kind. */
export function lineOf(content: Content): string {
  switch (content.kind) {
    case "text":
      return clip(named(content.text, content.mentions));
    case "post":
      return clip(content.markdown.replace(/[#*_`>\[\]]+/g, " "));
    case "picture":
      return clip(content.caption ?? "");
    case "file":
      return clip(content.file.name);
    case "contact":
      return clip(content.person.name);
    case "place":
      return clip(content.name ?? content.address ?? "");
    case "card":
      return clip(content.title || content.description);
    case "buttons":
      return clip(content.buttons.map((button) => button.label).join(" · "));
    case "payment":
      return clip(content.money.amount + " " + content.money.symbol);
    default:
      return "";
  }
}

/** The people whom a text names by their numbers. */
export function mentionsIn(text: string, context: Pick<Context, "findByNumber">): readonly Mention[] {
  const mentions = new Map<string, Mention>();
  for (const [, number = ""] of text.matchAll(/@(\d{4,12})(?!\d)/g)) {
    const person = context.findByNumber(number);
    if (person !== undefined) mentions.set(number, { number, userId: person.userId, name: person.name });
  }
  return [...mentions.values()];
}

/** The text with names in the place of numbers. */
export function named(text: string, mentions: readonly Mention[]): string {
  return text.replace(/@(\d{4,12})(?!\d)/g, (whole, number) => {
    const mention = mentions.find((each) => each.number === number);
    return mention === undefined ? whole : "@" + mention.name;
  });
}

/** At most {@link MOST_LINE} characters, on one line, without half a character at the cut. */
export function clip(text: string): string {
  const line = text.slice(0, 4 * MOST_LINE).replace(/\s+/g, " ").trim();
  return [...line].slice(0, MOST_LINE).join("");
}

function amountOf(asset: Id, amount: string, context: Context): Amount {
  return { asset, symbol: context.symbol(asset) ?? "", amount };
}

function fileOf(attachment: Attachment, name: string, message: StoredMessage, context: Context): File {
  return {
    name: safeName(name),
    type: /^[\w.+-]{1,64}\/[\w.+-]{1,64}$/.test(attachment.mimeType) ? attachment.mimeType : "",
    size: attachment.size,
    ...context.file(message.id),
  };
}

/** The sender's word for a file, without what could lead out of a folder or turn the direction of the text around it. */
export function safeName(name: string): string {
  // deno-lint-ignore no-control-regex
  return name.replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, "").replace(/[/\\:]/g, "_").slice(0, 255);
}

function coverOf(cover: Cover | undefined, context: Context): string | undefined {
  return cover === undefined ? undefined : context.picture(cover.address);
}

function outcomeOf(
  end: "cancel" | "decline" | "end" | "busy" | "failed",
  message: StoredMessage,
  context: Context,
): Extract<Content, { kind: "call" }>["outcome"] {
  const mine = message.author === context.self;
  switch (end) {
    case "cancel":
      return mine ? "cancelled" : "missed";
    case "decline":
      return "declined";
    case "busy":
      return "busy";
    case "failed":
      return "failed";
    case "end":
      return "ended";
  }
}

function eventOf(payload: Extract<Payload, { kind: "system-conversation" }>, context: Context): SystemEvent {
  const by = payload.actor === undefined || payload.actor === NOBODY ? undefined : nameOf(payload.actor, context);
  const whom = payload.participant === undefined ? undefined : nameOf(payload.participant, context);
  const people = { ...optional("by", by), ...optional("whom", whom) };
  switch (payload.action) {
    case "CREATE":
      return { what: "created", ...people };
    case "ADD":
      return { what: "added", ...people };
    case "REMOVE":
      return { what: "removed", ...people };
    case "JOIN":
      return { what: "joined", ...people };
    case "EXIT":
      return { what: "left", ...people };
    case "ROLE":
      return { what: "role", ...people, value: (payload.role ?? "MEMBER").toLowerCase() };
    case "UPDATE":
      return { what: "renamed", ...people };
    case "EXPIRE":
      return { what: "disappearing", ...people, value: String((payload.expireIn ?? 0) * 1000) };
  }
}

/** An event as it is kept: ids in the place of names. */
export interface LocalEvent {
  readonly what: SystemEvent["what"];
  readonly by?: Id;
  readonly whom?: Id;
  readonly value?: string;
}

function localEvent(message: StoredMessage, context: Context): Content {
  try {
    const event = JSON.parse(new TextDecoder().decode(message.payload)) as LocalEvent;
    const { what, value } = event;
    const by = event.by === undefined ? undefined : nameOf(event.by, context);
    const whom = event.whom === undefined ? undefined : nameOf(event.whom, context);
    return {
      kind: "system",
      event: { what, ...optional("by", by), ...optional("whom", whom), ...optional("value", value) },
    };
  } catch {
    return { kind: "unknown", category: message.category, size: message.payload.length };
  }
}

function nameOf(user: Id, context: Context): { readonly userId: Id; readonly name: string } {
  return { userId: user, name: context.person(user).name };
}

function isText(category: string): boolean {
  return category.endsWith("_TEXT") || category.endsWith("_POST");
}

/** The field, where there is a value. */
export function optional<N extends string, T>(name: N, value: T | undefined): { readonly [K in N]?: T } {
  return value === undefined ? {} : { [name]: value } as { readonly [K in N]: T };
}
