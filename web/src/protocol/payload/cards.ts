/** Payloads of bots: buttons, and cards. */
import type { Id } from "../ids.ts";
import { check, Fields, MOST } from "../json.ts";
import { timeText } from "../time.ts";
import { countOf } from "./attachments.ts";

export interface ButtonRecord {
  readonly label: string;
  /** `#RGB`, `#RRGGBB` or `#AARRGGBB`, or the name of a colour. */
  readonly color: string;
  /** A URL, or `input:` and the text that pressing the button sends. */
  readonly action: string;
}

export interface ButtonsPayload {
  readonly kind: "buttons";
  readonly buttons: readonly ButtonRecord[];
}

/** A wide picture on a card. */
export interface Cover {
  readonly address: string;
  readonly mimeType: string; // "" when only the address is known
  readonly width: number; // 0 when not known
  readonly height: number;
  readonly thumbnail?: string;
}

/** With an `action` all of the card is one link; without, it has buttons. */
export interface CardPayload {
  readonly kind: "card";
  readonly app?: Id;
  readonly icon?: string;
  readonly cover?: Cover;
  readonly title: string;
  readonly description: string;
  readonly action?: string;
  readonly actions: readonly ButtonRecord[];
  readonly shareable: boolean;
  /** Since when the bot's profile is as it is, in microseconds since 1970. */
  readonly updatedAt?: number;
}

const MOST_BUTTONS = 18;
const MOST_LABEL = 36;
const MOST_TITLE = 128;
const MOST_DESCRIPTION = 1024;
const COLOR = /^(?:#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}|#[0-9a-fA-F]{8}|[a-zA-Z]{3,32})$/;

/** The text that pressing a button sends; undefined when it opens an address. */
export function textOfButton(button: { readonly action: string }): string | undefined {
  return button.action.startsWith("input:") ? button.action.slice("input:".length) : undefined;
}

export function readButtons(document: unknown): ButtonsPayload {
  const buttons = Fields.list("the list", document, MOST_BUTTONS).map(readButton);
  check(buttons.length > 0, "the list is empty or not a list");
  return { kind: "buttons", buttons };
}

export function readCard(fields: Fields): CardPayload {
  const title = fields.text("title", MOST_TITLE) ?? "";
  const description = fields.text("description", MOST_DESCRIPTION) ?? "";
  const cover = readCover(fields);
  check(title !== "" || description !== "" || cover !== undefined, "title is missing");
  return {
    kind: "card",
    app: fields.id("app_id"),
    icon: fields.text("icon_url", MOST.address),
    cover,
    title,
    description,
    action: fields.text("action", MOST.address),
    actions: fields.objects("actions", MOST_BUTTONS).map(readButton),
    shareable: !fields.isFalse("shareable"),
    updatedAt: fields.time("updated_at"),
  };
}

export function writeButtons(payload: ButtonsPayload): unknown {
  return payload.buttons;
}

export function writeCard(card: CardPayload): unknown {
  return {
    app_id: card.app,
    icon_url: card.icon,
    ...writeCover(card.cover),
    title: card.title,
    description: card.description,
    action: card.action,
    actions: card.actions.length > 0 ? card.actions : undefined,
    shareable: card.shareable,
    updated_at: card.updatedAt === undefined ? undefined : timeText(card.updatedAt),
  };
}

function readButton(fields: Fields): ButtonRecord {
  const color = fields.needText("color", 32);
  check(COLOR.test(color), "color is not #RRGGBB");
  return { label: fields.needText("label", MOST_LABEL), color, action: fields.needText("action", MOST.address) };
}

function readCover(card: Fields): Cover | undefined {
  const cover = card.object("cover");
  const address = cover?.text("url", MOST.address);
  if (cover !== undefined && address !== undefined) {
    return {
      address,
      mimeType: cover.text("mime_type", MOST.mimeType) ?? "",
      width: countOf(cover, "width"),
      height: countOf(cover, "height"),
      thumbnail: cover.text("thumbnail", MOST.thumbnail),
    };
  }
  const only = card.text("cover_url", MOST.address);
  return only === undefined ? undefined : { address: only, mimeType: "", width: 0, height: 0 };
}

function writeCover(cover: Cover | undefined): Readonly<Record<string, unknown>> {
  if (cover === undefined) return {};
  const isMore = cover.mimeType !== "" || cover.width > 0 || cover.height > 0 || cover.thumbnail !== undefined;
  const { address: url, mimeType: mime_type, width, height, thumbnail } = cover;
  return { cover_url: url, cover: isMore ? { url, mime_type, width, height, thumbnail } : undefined };
}
