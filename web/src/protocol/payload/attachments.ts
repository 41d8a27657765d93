/** Payloads with a file: pictures, videos, voice, other files. */
import { base64, type Bytes, NOTHING } from "../bytes.ts";
import { check, type Fields, MOST } from "../json.ts";
import { timeText } from "../time.ts";

/** The secrets of a sealed file: an AES and a MAC key, 64 bytes, and the SHA-256 of what was uploaded. */
export interface AttachmentKeys {
  readonly key: Bytes;
  readonly digest: Bytes;
}

/** Bytes that were uploaded to the address from `POST /attachments`. */
export interface Attachment {
  /** The id from `POST /attachments`; in messages that apps forward, a wrapper around one, of up to 1,024 characters. */
  readonly id: string;
  /** Such as `image/jpeg`; "" when the sender didn't say. */
  readonly mimeType: string;
  /** Of the file before it is sealed; 0 when the sender didn't say. */
  readonly size: number;
  /** Only in sealed messages. */
  readonly keys?: AttachmentKeys;
  /** Microseconds since 1970. */
  readonly createdAt?: number;
  /** Whether clients offer to forward it. */
  readonly shareable: boolean;
}

export interface ImagePayload {
  readonly kind: "image";
  readonly attachment: Attachment;
  readonly width: number; // from 1
  readonly height: number;
  /** A small JPEG as base64, or a blurhash. */
  readonly thumbnail?: string;
  readonly caption?: string;
}

export interface VideoPayload {
  readonly kind: "video";
  readonly attachment: Attachment;
  readonly width: number; // 0 when not known
  readonly height: number;
  readonly duration: number; // milliseconds
  readonly thumbnail?: string;
  readonly caption?: string;
}

export interface AudioPayload {
  readonly kind: "audio";
  readonly attachment: Attachment;
  readonly duration: number; // milliseconds
  /** How loud it is from beginning to end, a byte a step; nothing when the sender didn't say. */
  readonly waveform: Bytes;
}

export interface FilePayload {
  readonly kind: "file";
  readonly attachment: Attachment;
  /** The sender's word for it: may hold anything, also `/` and `..`. */
  readonly name: string;
  readonly caption?: string;
}

const MOST_ID = 1024;
const MOST_KEY_BYTES = 1024;
const MOST_STEPS = 4096;
const LONGEST = 366 * 86_400_000;

export function readImage(fields: Fields): ImagePayload {
  const width = intOf(fields, "width"), height = intOf(fields, "height");
  check(width > 0 && height > 0, "width or height is not positive");
  return { kind: "image", attachment: readAttachment(fields), width, height, ...readWords(fields) };
}

export function readVideo(fields: Fields): VideoPayload {
  return {
    kind: "video",
    attachment: readAttachment(fields),
    width: countOf(fields, "width"),
    height: countOf(fields, "height"),
    duration: readMillis(fields, "duration"),
    ...readWords(fields),
  };
}

export function readAudio(fields: Fields): AudioPayload {
  const waveform = fields.bytes("waveform") ?? fields.bytes("wave_form") ?? NOTHING;
  check(waveform.length <= MOST_STEPS, `waveform has more than ${MOST_STEPS} bytes`);
  return { kind: "audio", attachment: readAttachment(fields), duration: readMillis(fields, "duration"), waveform };
}

export function readFile(fields: Fields): FilePayload {
  return {
    kind: "file",
    attachment: readAttachment(fields),
    name: fields.needText("name", MOST.name),
    caption: fields.text("caption", MOST.words),
  };
}

export function writeImage(image: ImagePayload): unknown {
  const { width, height, thumbnail, caption } = image;
  return { ...writeAttachment(image.attachment), width, height, thumbnail, caption };
}

export function writeVideo(video: VideoPayload): unknown {
  const { width, height, duration, thumbnail, caption } = video;
  return { ...writeAttachment(video.attachment), width, height, duration, thumbnail, caption };
}

/** The waveform stands there twice: under the apps' name, and under that of two bot SDKs. */
export function writeAudio(audio: AudioPayload): unknown {
  const waveform = audio.waveform.length > 0 ? base64(audio.waveform) : undefined;
  return { ...writeAttachment(audio.attachment), duration: audio.duration, waveform, wave_form: waveform };
}

export function writeFile(file: FilePayload): unknown {
  return { ...writeAttachment(file.attachment), name: file.name, caption: file.caption };
}

/** One without the other opens nothing. */
export function readKeys(fields: Fields, keyName: string, digestName: string): AttachmentKeys | undefined {
  const key = fields.bytes(keyName), digest = fields.bytes(digestName);
  if (key === undefined || digest === undefined) return undefined;
  check(key.length > 0 && key.length <= MOST_KEY_BYTES, `${keyName} has a wrong length`);
  check(digest.length > 0 && digest.length <= MOST_KEY_BYTES, `${digestName} has a wrong length`);
  return { key, digest };
}

/** Milliseconds, up to 366 days. */
export function readMillis(fields: Fields, name: string): number {
  const millis = fields.count(name);
  check(millis <= LONGEST, `${name} is out of range`);
  return millis;
}

/** A whole number as 32 bits hold it; 0 when the field is absent. */
export function intOf(fields: Fields, name: string): number {
  return Math.min(Math.max(fields.number(name) ?? 0, -0x80000000), 0x7fffffff);
}

export function countOf(fields: Fields, name: string): number {
  const number = intOf(fields, name);
  check(number >= 0, `${name} is negative`);
  return number;
}

function readAttachment(fields: Fields): Attachment {
  return {
    id: fields.needText("attachment_id", MOST_ID),
    mimeType: fields.text("mime_type", MOST.mimeType) ?? fields.text("mine_type", MOST.mimeType) ?? "",
    size: fields.count("size"),
    keys: readKeys(fields, "key", "digest"),
    createdAt: fields.time("created_at"),
    shareable: !fields.isFalse("shareable"),
  };
}

function readWords(fields: Fields): { readonly thumbnail?: string; readonly caption?: string } {
  return { thumbnail: fields.text("thumbnail", MOST.thumbnail), caption: fields.text("caption", MOST.words) };
}

function writeAttachment(attachment: Attachment): Readonly<Record<string, unknown>> {
  return {
    attachment_id: attachment.id,
    // The second is how the original documentation spells it, and clients written by it.
    mime_type: attachment.mimeType,
    mine_type: attachment.mimeType,
    size: attachment.size,
    key: attachment.keys && base64(attachment.keys.key),
    digest: attachment.keys && base64(attachment.keys.digest),
    created_at: attachment.createdAt === undefined ? undefined : timeText(attachment.createdAt),
    shareable: attachment.shareable,
  };
}
