/** A stretch of another conversation, as somebody forwards it. */
import { base64 } from "../bytes.ts";
import { isCategory } from "../categories.ts";
import type { Id } from "../ids.ts";
import { check, Fields, MOST } from "../json.ts";
import { timeText } from "../time.ts";
import { type AttachmentKeys, countOf, readKeys, readMillis } from "./attachments.ts";

export interface TranscriptPayload {
  readonly kind: "transcript";
  readonly items: readonly TranscriptItem[];
}

/** One message of a transcript, as it is quoted. */
export interface TranscriptItem {
  /** The message that carries the transcript. */
  readonly transcript: Id;
  /** The message as it was. */
  readonly message: Id;
  readonly user?: Id;
  readonly userFullName?: string;
  readonly category: string;
  readonly createdAt?: number;
  /** Its payload as text; for a file its id. */
  readonly content?: string;
  readonly media: TranscriptMedia;
  readonly sticker?: Id;
  readonly sharedUser?: Id;
  /** A list in JSON, as text. */
  readonly mentions?: string;
  readonly quote?: Id;
  readonly quoteContent?: string;
  readonly caption?: string;
}

/** The media of a quoted message; everything 0 or absent for a message without. */
export interface TranscriptMedia {
  readonly address?: string;
  readonly name?: string;
  readonly mimeType?: string;
  readonly size: number;
  readonly width: number;
  readonly height: number;
  readonly duration: number; // milliseconds
  readonly status?: string;
  readonly waveform?: string; // base64
  readonly thumbnail?: string;
  readonly thumbnailAddress?: string;
  readonly keys?: AttachmentKeys;
  readonly createdAt?: number;
}

export const NO_MEDIA: TranscriptMedia = { size: 0, width: 0, height: 0, duration: 0 };

const MOST_ITEMS = 1024;

export function readTranscript(document: unknown): TranscriptPayload {
  const items = Fields.list("the list", document, MOST_ITEMS).map(readItem);
  check(items.length > 0, "the list is empty or not a list");
  return { kind: "transcript", items };
}

export function writeTranscript(payload: TranscriptPayload): unknown {
  return payload.items.map((item) => ({
    transcript_id: item.transcript,
    message_id: item.message,
    user_id: item.user,
    user_full_name: item.userFullName,
    category: item.category,
    created_at: item.createdAt === undefined ? undefined : timeText(item.createdAt),
    content: item.content,
    ...writeMedia(item.media),
    sticker_id: item.sticker,
    shared_user_id: item.sharedUser,
    mentions: item.mentions,
    quote_id: item.quote,
    quote_content: item.quoteContent,
    caption: item.caption,
  }));
}

function readItem(fields: Fields): TranscriptItem {
  const category = fields.needText("category", 64);
  check(isCategory(category), "category is not well formed");
  return {
    transcript: fields.needId("transcript_id"),
    message: fields.needId("message_id"),
    user: fields.id("user_id"),
    userFullName: fields.text("user_full_name", MOST.name),
    category,
    createdAt: fields.time("created_at"),
    content: fields.text("content", MOST.words),
    media: readMedia(fields),
    sticker: fields.id("sticker_id"),
    sharedUser: fields.id("shared_user_id"),
    mentions: fields.text("mentions", MOST.words),
    quote: fields.id("quote_id"),
    quoteContent: fields.text("quote_content", MOST.words),
    caption: fields.text("caption", MOST.words),
  };
}

function readMedia(fields: Fields): TranscriptMedia {
  return {
    address: fields.text("media_url", MOST.address),
    name: fields.text("media_name", MOST.name),
    mimeType: fields.text("media_mime_type", MOST.mimeType),
    size: fields.count("media_size"),
    width: countOf(fields, "media_width"),
    height: countOf(fields, "media_height"),
    duration: readMillis(fields, "media_duration"),
    status: fields.text("media_status", 64),
    waveform: fields.text("media_waveform", 8192),
    thumbnail: fields.text("thumb_image", MOST.thumbnail),
    thumbnailAddress: fields.text("thumb_url", MOST.address),
    keys: readKeys(fields, "media_key", "media_digest"),
    createdAt: fields.time("media_created_at"),
  };
}

function writeMedia(media: TranscriptMedia): Readonly<Record<string, unknown>> {
  return {
    media_url: media.address,
    media_name: media.name,
    media_mime_type: media.mimeType,
    media_size: media.size || undefined,
    media_width: media.width || undefined,
    media_height: media.height || undefined,
    media_duration: media.duration || undefined,
    media_status: media.status,
    media_waveform: media.waveform,
    thumb_image: media.thumbnail,
    thumb_url: media.thumbnailAddress,
    media_key: media.keys && base64(media.keys.key),
    media_digest: media.keys && base64(media.keys.digest),
    media_created_at: media.createdAt === undefined ? undefined : timeText(media.createdAt),
  };
}
