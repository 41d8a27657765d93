/** What a person wrote, as the payload of a message. */
import { type Bytes, findBase64 } from "../protocol/bytes.ts";
import type { Id } from "../protocol/ids.ts";
import type { Attachment } from "../protocol/payload/attachments.ts";
import { textOfButton } from "../protocol/payload/cards.ts";
import { type Payload, readPayload, writePayload } from "../protocol/payload/payload.ts";
import { NO_MEDIA, type TranscriptItem, type TranscriptMedia } from "../protocol/payload/transcripts.ts";
import { failed } from "./failed.ts";
import type { Outgoing } from "./records.ts";
import type { StoredMessage } from "./stored.ts";

export interface Draft {
  readonly payload: Payload;
  readonly blob?: Blob;
  readonly quote?: Id;
}

const MOST_TEXT = 65_536;
const MOST_FORWARDED = 100;

/** Those that need nothing but themselves. */
export function draftOf(outgoing: Exclude<Outgoing, { kind: "forward" | "press" }>): Draft {
  switch (outgoing.kind) {
    case "text":
      return { payload: { kind: "text", text: words(outgoing.text) }, ...quoteOf(outgoing.quote) };
    case "post":
      return { payload: { kind: "post", markdown: words(outgoing.markdown) } };
    case "picture": {
      const { width, height, caption } = outgoing;
      const attachment = attachmentOf(outgoing.blob);
      const thumbnail = thumbnailOf(outgoing.preview);
      return {
        payload: { kind: "image", attachment, width, height, ...thumbnail, ...(caption ? { caption } : {}) },
        blob: outgoing.blob,
        ...quoteOf(outgoing.quote),
      };
    }
    case "video": {
      const { width, height } = outgoing;
      const duration = Math.round(outgoing.duration);
      const attachment = attachmentOf(outgoing.blob);
      return {
        payload: { kind: "video", attachment, width, height, duration, ...thumbnailOf(outgoing.preview) },
        blob: outgoing.blob,
      };
    }
    case "voice": {
      const waveform: Bytes = Uint8Array.from(
        outgoing.wave,
        (step) => Math.round(Math.min(1, Math.max(0, step)) * 255),
      );
      const duration = Math.round(outgoing.duration);
      return {
        payload: { kind: "audio", attachment: attachmentOf(outgoing.blob), duration, waveform },
        blob: outgoing.blob,
      };
    }
    case "file":
      return {
        payload: { kind: "file", attachment: attachmentOf(outgoing.blob), name: outgoing.name || "file" },
        blob: outgoing.blob,
      };
    case "sticker":
      return { payload: { kind: "sticker", id: outgoing.sticker } };
    case "contact":
      return { payload: { kind: "contact", user: outgoing.userId } };
    case "place": {
      const { latitude, longitude, name, address } = outgoing;
      return {
        payload: { kind: "location", latitude, longitude, ...(name ? { name } : {}), ...(address ? { address } : {}) },
      };
    }
  }
}

/** The text that pressing a button of a message sends. */
export function pressed(message: StoredMessage, label: string): Draft {
  const payload = readPayload(message.category, message.payload);
  const buttons = payload.kind === "buttons" ? payload.buttons : payload.kind === "card" ? payload.actions : [];
  const button = buttons.find((each) => each.label === label);
  const text = button && textOfButton(button);
  if (text === undefined || text === "") throw failed("not-found");
  return { payload: { kind: "text", text } };
}

/** Messages said once more: one as it is, several as a transcript. @param transcript the id of the message that carries it */
export function forwarded(messages: readonly StoredMessage[], transcript: Id, nameOf: (user: Id) => string): Draft {
  const first = messages[0];
  if (first === undefined || messages.some((message) => message.state !== "here")) throw failed("not-found");
  if (messages.length > MOST_FORWARDED) throw failed("too-large");
  if (messages.length === 1) {
    const payload = readPayload(first.category, first.payload);
    if (!isForwardable(payload)) throw failed("unsupported");
    return { payload };
  }
  const items = messages.map((message): TranscriptItem => {
    const payload = readPayload(message.category, message.payload);
    if (!isForwardable(payload)) throw failed("unsupported");
    return {
      transcript,
      message: message.id,
      user: message.author,
      userFullName: nameOf(message.author),
      category: message.category,
      createdAt: message.position,
      ...contentOf(payload),
      media: mediaOf(payload),
    };
  });
  return { payload: { kind: "transcript", items } };
}

/** The same payload with the attachment that its bytes were uploaded as. */
export function withAttachment(payload: Payload, uploaded: Pick<Attachment, "id" | "keys">): Payload {
  switch (payload.kind) {
    case "image":
    case "video":
    case "audio":
    case "file": {
      const { keys: _, ...before } = payload.attachment;
      return { ...payload, attachment: { ...before, ...uploaded } };
    }
    default:
      return payload;
  }
}

export function attachmentIn(payload: Payload): Attachment | undefined {
  switch (payload.kind) {
    case "image":
    case "video":
    case "audio":
    case "file":
      return payload.attachment;
    default:
      return undefined;
  }
}

function isForwardable(payload: Payload): boolean {
  switch (payload.kind) {
    case "text":
    case "post":
    case "image":
    case "video":
    case "audio":
    case "file":
    case "sticker":
    case "contact":
    case "live":
    case "location":
    case "transcript":
      return true;
    case "card":
      return payload.shareable;
    default:
      return false;
  }
}

function contentOf(payload: Payload): Partial<TranscriptItem> {
  switch (payload.kind) {
    case "text":
      return { content: payload.text };
    case "post":
      return { content: payload.markdown };
    case "image":
    case "video":
      return { content: payload.attachment.id, ...(payload.caption === undefined ? {} : { caption: payload.caption }) };
    case "audio":
    case "file":
      return { content: payload.attachment.id };
    case "sticker":
      return payload.id === undefined ? {} : { sticker: payload.id };
    case "contact":
      return { sharedUser: payload.user };
    default:
      return { content: new TextDecoder().decode(writePayload(payload)) };
  }
}

function mediaOf(payload: Payload): TranscriptMedia {
  const attachment = attachmentIn(payload);
  if (attachment === undefined) return NO_MEDIA;
  return {
    ...NO_MEDIA,
    mimeType: attachment.mimeType,
    size: attachment.size,
    ...(attachment.keys === undefined ? {} : { keys: attachment.keys }),
    ...(payload.kind === "image" || payload.kind === "video" ? { width: payload.width, height: payload.height } : {}),
    ...(payload.kind === "video" || payload.kind === "audio" ? { duration: payload.duration } : {}),
    ...(payload.kind === "file" ? { name: payload.name } : {}),
  };
}

function attachmentOf(blob: Blob): Attachment {
  // The id comes with the upload.
  return { id: "", mimeType: blob.type.split(";")[0] || "application/octet-stream", size: blob.size, shareable: true };
}

/** A small picture, as the page has it: a `data:` address or only its base64. */
function thumbnailOf(preview: string): { readonly thumbnail?: string } {
  const base64 = preview.startsWith("data:") ? preview.slice(preview.indexOf(",") + 1) : preview;
  return base64 === "" || base64.length > 65_536 || findBase64(base64) === undefined && base64.length > 200
    ? {}
    : { thumbnail: base64 };
}

function words(text: string): string {
  const whole = text.toWellFormed().replaceAll("\0", "");
  if (whole.trim() === "") throw failed("refused", "there is no text in it");
  if ([...whole].length > MOST_TEXT) throw failed("too-large");
  return whole;
}

function quoteOf(quote: Id | undefined): { readonly quote?: Id } {
  return quote === undefined ? {} : { quote };
}
