/** The content of a message: for each category a record, and how it is read and written. */
import { type Bytes, textOf, utf8 } from "../bytes.ts";
import { familyOf } from "../categories.ts";
import type { Id } from "../ids.ts";
import { check, Fields, Invalid, isAtMost, jsonBytes, MOST, parseJson } from "../json.ts";
import {
  type AudioPayload,
  type FilePayload,
  type ImagePayload,
  intOf,
  readAudio,
  readFile,
  readImage,
  readVideo,
  type VideoPayload,
  writeAudio,
  writeFile,
  writeImage,
  writeVideo,
} from "./attachments.ts";
import { type EncryptedPayload, readEncrypted, writeEncrypted } from "./encrypted.ts";
import { type ButtonsPayload, type CardPayload, readButtons, readCard, writeButtons, writeCard } from "./cards.ts";
import {
  type CallCandidatesPayload,
  type CallDescriptionPayload,
  type CallEnd,
  type CallEndPayload,
  readCallCandidates,
  readCallDescription,
  writeCallCandidates,
  writeCallDescription,
} from "./calls.ts";
import {
  type ControlPayload,
  type PinPayload,
  readControl,
  readPin,
  readRecall,
  type RecallPayload,
  writeControl,
  writePin,
  writeRecall,
} from "./controls.ts";
import {
  readSnapshot,
  readSystemCircle,
  readSystemConversation,
  readSystemSession,
  readSystemUser,
  type SnapshotPayload,
  type SystemCirclePayload,
  type SystemConversationPayload,
  type SystemSessionPayload,
  type SystemUserPayload,
  writeSnapshot,
  writeSystemCircle,
  writeSystemConversation,
  writeSystemSession,
  writeSystemUser,
} from "./systems.ts";
import { readTranscript, type TranscriptPayload, writeTranscript } from "./transcripts.ts";

export interface TextPayload {
  readonly kind: "text";
  readonly text: string;
}

/** Something longer, in Markdown. It may hold HTML, which is not to be run. */
export interface PostPayload {
  readonly kind: "post";
  readonly markdown: string;
}

/** Today's clients know a sticker by its id; the first ones knew it by its album and its name in there. */
export interface StickerPayload {
  readonly kind: "sticker";
  readonly id?: Id;
  readonly album?: Id;
  readonly name?: string;
}

/** A person or a bot to get to know. */
export interface ContactPayload {
  readonly kind: "contact";
  readonly user: Id;
}

/** A stream to watch. */
export interface LivePayload {
  readonly kind: "live";
  readonly address: string;
  /** Of a picture to show before it plays. */
  readonly thumbnailAddress: string;
  readonly width: number;
  readonly height: number;
  readonly shareable: boolean;
}

export interface LocationPayload {
  readonly kind: "location";
  readonly longitude: number;
  readonly latitude: number;
  readonly name?: string;
  readonly address?: string;
  /** The kind of place, as the source of the place names it. */
  readonly venueType?: string;
}

/** A message that can't be shown: its category is unknown, it is sealed, or its payload does not fit its category. */
export interface UnknownPayload {
  readonly kind: "unknown";
  readonly category: string;
  readonly bytes: Bytes;
  /** For developers; quotes nothing of the message. */
  readonly why: string;
}

export type Payload =
  | TextPayload
  | PostPayload
  | ImagePayload
  | VideoPayload
  | AudioPayload
  | FilePayload
  | StickerPayload
  | ContactPayload
  | LivePayload
  | LocationPayload
  | TranscriptPayload
  | ControlPayload
  | ButtonsPayload
  | CardPayload
  | RecallPayload
  | PinPayload
  | CallDescriptionPayload
  | CallCandidatesPayload
  | CallEndPayload
  | EncryptedPayload
  | SystemConversationPayload
  | SystemUserPayload
  | SystemCirclePayload
  | SystemSessionPayload
  | SnapshotPayload
  | UnknownPayload;

/** Reads the payload of a message. Never throws: what can't be understood is `unknown`. */
export function readPayload(category: string, bytes: Bytes): Payload {
  try {
    return read(category, bytes);
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return { kind: "unknown", category, bytes, why: error.message };
  }
}

/** The payload as every client reads it, under the category that `categoryOf` names. */
export function writePayload(payload: Payload): Bytes {
  switch (payload.kind) {
    case "text":
      return utf8(payload.text);
    case "post":
      return utf8(payload.markdown);
    case "unknown":
      return payload.bytes;
    case "encrypted":
      return writeEncrypted(payload);
    case "call-end":
      return utf8("");
    default:
      return jsonBytes(documentOf(payload));
  }
}

/** The category under which a payload is sent when nothing is sealed. */
export function categoryOf(payload: Payload): string {
  switch (payload.kind) {
    case "text":
    case "post":
    case "image":
    case "video":
    case "audio":
    case "sticker":
    case "contact":
    case "live":
    case "location":
    case "transcript":
      return `PLAIN_${payload.kind.toUpperCase()}`;
    case "file":
      return "PLAIN_DATA";
    case "control":
      return "PLAIN_JSON";
    case "buttons":
      return "APP_BUTTON_GROUP";
    case "card":
      return "APP_CARD";
    case "recall":
      return "MESSAGE_RECALL";
    case "pin":
      return "MESSAGE_PIN";
    case "call-description":
      return `WEBRTC_AUDIO_${payload.type.toUpperCase()}`;
    case "call-candidates":
      return "WEBRTC_ICE_CANDIDATE";
    case "call-end":
      return `WEBRTC_AUDIO_${payload.end.toUpperCase()}`;
    case "system-conversation":
      return "SYSTEM_CONVERSATION";
    case "system-user":
      return "SYSTEM_USER";
    case "system-circle":
      return "SYSTEM_CIRCLE";
    case "system-session":
      return "SYSTEM_SESSION";
    case "snapshot":
      return payload.safe ? "SYSTEM_SAFE_SNAPSHOT" : "SYSTEM_ACCOUNT_SNAPSHOT";
    case "encrypted":
    case "unknown":
      return payload.category;
  }
}

function read(category: string, bytes: Bytes): Payload {
  if (familyOf(category) === "ENCRYPTED") return readEncrypted(category, bytes);
  switch (category) {
    case "PLAIN_TEXT":
      return { kind: "text", text: textIn(bytes) };
    case "PLAIN_POST":
      return { kind: "post", markdown: textIn(bytes) };
    case "PLAIN_IMAGE":
      return readImage(objectIn(bytes));
    case "PLAIN_VIDEO":
      return readVideo(objectIn(bytes));
    case "PLAIN_AUDIO":
      return readAudio(objectIn(bytes));
    case "PLAIN_DATA":
      return readFile(objectIn(bytes));
    case "PLAIN_STICKER":
      return readSticker(objectIn(bytes));
    case "PLAIN_CONTACT":
      return { kind: "contact", user: objectIn(bytes).needId("user_id") };
    case "PLAIN_LIVE":
      return readLive(objectIn(bytes));
    case "PLAIN_LOCATION":
      return readLocation(objectIn(bytes));
    case "PLAIN_TRANSCRIPT":
      return readTranscript(documentIn(bytes));
    case "PLAIN_JSON":
      return readControl(objectIn(bytes));
    case "APP_BUTTON_GROUP":
      return readButtons(documentIn(bytes));
    case "APP_CARD":
      return readCard(objectIn(bytes));
    case "MESSAGE_RECALL":
      return readRecall(objectIn(bytes));
    case "MESSAGE_PIN":
      return readPin(objectIn(bytes));
    case "WEBRTC_AUDIO_OFFER":
    case "WEBRTC_AUDIO_ANSWER":
      return readCallDescription(objectIn(bytes));
    case "WEBRTC_ICE_CANDIDATE":
      return readCallCandidates(documentIn(bytes));
    case "WEBRTC_AUDIO_CANCEL":
    case "WEBRTC_AUDIO_DECLINE":
    case "WEBRTC_AUDIO_END":
    case "WEBRTC_AUDIO_BUSY":
    case "WEBRTC_AUDIO_FAILED":
      return { kind: "call-end", end: category.slice("WEBRTC_AUDIO_".length).toLowerCase() as CallEnd };
    case "SYSTEM_CONVERSATION":
      return readSystemConversation(objectIn(bytes));
    case "SYSTEM_USER":
      return readSystemUser(objectIn(bytes));
    case "SYSTEM_CIRCLE":
      return readSystemCircle(objectIn(bytes));
    case "SYSTEM_SESSION":
      return readSystemSession(objectIn(bytes));
    case "SYSTEM_ACCOUNT_SNAPSHOT":
      return readSnapshot(objectIn(bytes), false);
    case "SYSTEM_SAFE_SNAPSHOT":
      return readSnapshot(objectIn(bytes), true);
    default:
      throw new Invalid("a category whose payload is not known");
  }
}

type InJson = Exclude<Payload, TextPayload | PostPayload | UnknownPayload | EncryptedPayload | CallEndPayload>;

function documentOf(payload: InJson): unknown {
  switch (payload.kind) {
    case "image":
      return writeImage(payload);
    case "video":
      return writeVideo(payload);
    case "audio":
      return writeAudio(payload);
    case "file":
      return writeFile(payload);
    case "sticker":
      return { sticker_id: payload.id, album_id: payload.album, name: payload.name };
    case "contact":
      return { user_id: payload.user };
    case "live":
      return writeLive(payload);
    case "location":
      return writeLocation(payload);
    case "transcript":
      return writeTranscript(payload);
    case "control":
      return writeControl(payload);
    case "buttons":
      return writeButtons(payload);
    case "card":
      return writeCard(payload);
    case "recall":
      return writeRecall(payload);
    case "pin":
      return writePin(payload);
    case "call-description":
      return writeCallDescription(payload);
    case "call-candidates":
      return writeCallCandidates(payload);
    case "system-conversation":
      return writeSystemConversation(payload);
    case "system-user":
      return writeSystemUser(payload);
    case "system-circle":
      return writeSystemCircle(payload);
    case "system-session":
      return writeSystemSession(payload);
    case "snapshot":
      return writeSnapshot(payload);
  }
}

function readSticker(fields: Fields): StickerPayload {
  const id = fields.id("sticker_id"), album = fields.id("album_id"), name = fields.text("name", MOST.name);
  check(id !== undefined || (album !== undefined && name !== undefined), "sticker_id is missing, or album_id and name");
  return { kind: "sticker", id, album, name };
}

function readLive(fields: Fields): LivePayload {
  const width = intOf(fields, "width"), height = intOf(fields, "height");
  check(width > 0 && height > 0, "width or height is not positive");
  return {
    kind: "live",
    address: fields.needText("url", MOST.address),
    thumbnailAddress: fields.needText("thumb_url", MOST.address),
    width,
    height,
    shareable: !fields.isFalse("shareable"),
  };
}

function writeLive(live: LivePayload): unknown {
  const { address: url, thumbnailAddress: thumb_url, width, height, shareable } = live;
  return { url, thumb_url, width, height, shareable };
}

/** Clients take 0, 0 for no place. */
function readLocation(fields: Fields): LocationPayload {
  const longitude = fields.real("longitude") ?? NaN, latitude = fields.real("latitude") ?? NaN;
  check(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90, "longitude or latitude is out of range");
  check(longitude !== 0 || latitude !== 0, "longitude and latitude are 0");
  return {
    kind: "location",
    longitude,
    latitude,
    name: fields.text("name", MOST.name),
    address: fields.text("address", MOST.name),
    venueType: fields.text("venue_type", MOST.name),
  };
}

function writeLocation(location: LocationPayload): unknown {
  const { longitude, latitude, name, address, venueType: venue_type } = location;
  return { longitude, latitude, name, address, venue_type };
}

function textIn(bytes: Bytes): string {
  const text = textOf(bytes);
  check(isAtMost(text, MOST.text), `the text has more than ${MOST.text} characters`);
  return text;
}

function documentIn(bytes: Bytes): unknown {
  const parsed = parseJson(bytes);
  check(parsed !== undefined, "not JSON, or too deep or too long");
  return parsed.document;
}

function objectIn(bytes: Bytes): Fields {
  const fields = Fields.of(documentIn(bytes));
  check(fields !== undefined, "not an object");
  return fields;
}
