/** The messages of the Blaze socket: requests of the client; answers and pushes of the server. */
import { base64, base64Url, type Bytes, findBase64, NOTHING } from "./bytes.ts";
import { findId, type Id } from "./ids.ts";
import { Fields, jsonBytes, parseJson } from "./json.ts";
import { findTime } from "./time.ts";

/** How many messages and acknowledgements one request may carry, and of how many devices keys can be asked for at once. */
export const MOST_ITEMS = 2500;

export type MessageStatus = "SENT" | "DELIVERED" | "READ";
export type MessageSource = "CREATE_MESSAGE" | "LIST_PENDING_MESSAGES" | "ACKNOWLEDGE_MESSAGE_RECEIPT";

// --- what the client says ---------------------------------------------------------------------------------------------------------

/** A message as it is sent. */
export interface SentMessage {
  readonly conversation: Id;
  readonly message: Id;
  readonly category: string;
  readonly payload: Bytes;
  /** The only user who is to get it. */
  readonly recipient?: Id;
  /** The only session of `recipient` that is to get it. */
  readonly session?: Id;
  readonly quote?: Id;
  /** Of the sessions that it is sealed for: see `checksumOf`. */
  readonly checksum?: string;
  readonly mentions?: readonly Id[];
  readonly silent?: boolean;
  /** Seconds after reading at which it disappears. */
  readonly expireIn?: number;
}

export interface Acknowledgement {
  readonly message: Id;
  readonly status: "DELIVERED" | "READ";
  /** Seconds since 1970 at which the message disappears here. */
  readonly expireAt?: number;
}

/** A device whose keys are wanted. */
export interface KeyRequest {
  readonly user: Id;
  readonly session?: Id;
}

export interface SignedPreKey {
  readonly id: number;
  readonly key: Bytes; // 33 bytes
  readonly signature: Bytes; // 64 bytes
}
export interface OneTimePreKey {
  readonly id: number;
  readonly key: Bytes;
}

/** Keys that a device leaves with the server. */
export interface KeyUpload {
  readonly identity: Bytes; // 33 bytes
  readonly signed: SignedPreKey;
  readonly oneTime: readonly OneTimePreKey[];
}

/** Keys that a device has left, to begin a session with it. */
export interface KeyBundle {
  readonly user: Id;
  readonly session: Id;
  readonly registrationId: number;
  readonly identity: Bytes;
  readonly signed: SignedPreKey;
  /** Absent when the device has none left. */
  readonly oneTime?: OneTimePreKey;
}

/** A request of the client; its `id` comes back in the answer. */
export type BlazeRequest =
  | { readonly id: Id; readonly action: "LIST_PENDING_MESSAGES"; readonly offset?: string }
  | { readonly id: Id; readonly action: "CREATE_MESSAGE" | "CREATE_CALL"; readonly message: SentMessage }
  | {
    readonly id: Id;
    readonly action: "ACKNOWLEDGE_MESSAGE_RECEIPTS";
    readonly acknowledgements: readonly Acknowledgement[];
  }
  | {
    readonly id: Id;
    readonly action: "CREATE_SIGNAL_KEY_MESSAGES";
    readonly conversation: Id;
    readonly checksum: string;
    readonly messages: readonly KeyMessage[];
  }
  | { readonly id: Id; readonly action: "SYNC_SIGNAL_KEYS"; readonly keys: KeyUpload }
  | { readonly id: Id; readonly action: "CONSUME_SESSION_SIGNAL_KEYS"; readonly recipients: readonly KeyRequest[] }
  | { readonly id: Id; readonly action: "COUNT_SIGNAL_KEYS" | "PING" };

/** A conversation's sender key, sealed for one device: sent under an id of its own. */
export interface KeyMessage {
  readonly message: Id;
  readonly recipient: Id;
  readonly session: Id;
  readonly payload: Bytes;
}

/** The frame's JSON; `pack` makes a frame of it. */
export function requestJson(request: BlazeRequest): Bytes {
  return jsonBytes({ id: request.id, action: request.action, params: paramsOf(request) });
}

/** A message as Blaze and the HTTP API both take it. */
export function messageJson(message: SentMessage): Readonly<Record<string, unknown>> {
  return {
    conversation_id: message.conversation,
    recipient_id: message.recipient,
    session_id: message.session,
    conversation_checksum: message.checksum,
    message_id: message.message,
    category: message.category,
    data_base64: message.payload.length > 0 ? base64Url(message.payload) : undefined,
    quote_message_id: message.quote,
    mentions: message.mentions?.length ? message.mentions : undefined,
    silent: message.silent ? true : undefined,
    expire_in: message.expireIn,
  };
}

export function acknowledgementJson(one: Acknowledgement): Readonly<Record<string, unknown>> {
  return { message_id: one.message, status: one.status, expire_at: one.expireAt };
}

/** The body of `POST /signal/keys`, and `keys` on Blaze. */
export function keyUploadJson(keys: KeyUpload): Readonly<Record<string, unknown>> {
  return {
    identity_key: base64(keys.identity),
    signed_pre_key: {
      key_id: keys.signed.id,
      pub_key: base64(keys.signed.key),
      signature: base64(keys.signed.signature),
    },
    one_time_pre_keys: keys.oneTime.map((each) => ({ key_id: each.id, pub_key: base64(each.key) })),
  };
}

function paramsOf(request: BlazeRequest): unknown {
  switch (request.action) {
    case "LIST_PENDING_MESSAGES":
      return { offset: request.offset };
    case "CREATE_MESSAGE":
    case "CREATE_CALL":
      return messageJson(request.message);
    case "ACKNOWLEDGE_MESSAGE_RECEIPTS":
      return { messages: request.acknowledgements.map(acknowledgementJson) };
    case "CREATE_SIGNAL_KEY_MESSAGES":
      return {
        conversation_id: request.conversation,
        conversation_checksum: request.checksum,
        messages: request.messages.map((each) => ({
          conversation_id: request.conversation,
          message_id: each.message,
          category: "SIGNAL_KEY",
          recipient_id: each.recipient,
          session_id: each.session,
          data_base64: base64Url(each.payload),
        })),
      };
    case "SYNC_SIGNAL_KEYS":
      return { keys: keyUploadJson(request.keys) };
    case "CONSUME_SESSION_SIGNAL_KEYS":
      return { recipients: request.recipients.map((each) => ({ user_id: each.user, session_id: each.session })) };
    case "COUNT_SIGNAL_KEYS":
    case "PING":
      return {};
  }
}

// --- what the server says ---------------------------------------------------------------------------------------------------------

/** A message or its status, as clients get it. Times are microseconds since 1970. */
export interface MessageView {
  /** Absent in receipts, and in the answer to a sender. */
  readonly conversation?: Id;
  /** The author; in a receipt, the user who received or read. */
  readonly user: Id;
  readonly session?: Id;
  /** In lower case. */
  readonly message: Id;
  readonly category: string;
  readonly payload: Bytes;
  readonly status: MessageStatus;
  readonly source: MessageSource;
  readonly representative?: Id;
  readonly quote?: Id;
  readonly silent: boolean;
  /** Seconds after reading at which it disappears; 0 for never. */
  readonly expireIn: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** `createdAt` as the server spelled it: the offset to ask from. */
  readonly createdAtText: string;
  readonly updatedAtText: string;
}

/** Why a request was refused, or the connection. */
export interface BlazeFailure {
  readonly status: number;
  readonly code: number;
  readonly description: string;
  /** The field that is wrong, or "". */
  readonly field: string;
  /** Seconds until an allowance has refilled. */
  readonly retryAfter?: number;
}

/** A frame of the server: an answer when `id` is that of a request, else a push. */
export interface BlazeReply {
  readonly id: string;
  readonly action: string;
  readonly view?: MessageView;
  /** The keys that were asked for, without those that can't be read. */
  readonly bundles: readonly KeyBundle[];
  /** How many one-time keys are left, when that was asked. */
  readonly keyCount?: number;
  readonly failure?: BlazeFailure;
}

/** The codes of refusals that a client acts on. Others are shown. */
export const REFUSAL = {
  unauthorized: 401,
  forbidden: 403,
  notFound: 404,
  tooManyRequests: 429,
  invalidField: 10002,
  signInCode: 20113,
  linkCode: 20115,
  groupFull: 20116,
  balance: 20117,
  pinMalformed: 20118,
  pinWrong: 20119,
  amount: 20120,
  checksum: 20140,
} as const;

/** Reads a frame's JSON; undefined when it is not a frame of a server. Never throws. Parts that can't be read are absent. */
export function parseReply(json: Bytes): BlazeReply | undefined {
  const frame = Fields.of(parseJson(json)?.document);
  if (frame === undefined) return undefined;
  const data = frame.value("data");
  const fields = Fields.of(data);
  return {
    id: textOr(frame, "id"),
    action: textOr(frame, "action"),
    view: fields && viewOf(fields),
    bundles: Array.isArray(data) ? bundlesOf(data) : [],
    keyCount: fields?.number("one_time_pre_keys_count"),
    failure: failureOf(frame.object("error")),
  };
}

/** An `error` object, as Blaze and the HTTP API both have it. */
export function failureOf(error: Fields | undefined): BlazeFailure | undefined {
  if (error === undefined) return undefined;
  const extra = error.object("extra");
  const retryAfter = extra && textOr(extra, "retry_after");
  return {
    status: error.number("status") ?? 0,
    code: error.number("code") ?? 0,
    description: textOr(error, "description"),
    field: extra ? textOr(extra, "field") : "",
    retryAfter: retryAfter && /^[0-9]{1,6}$/.test(retryAfter) ? Number(retryAfter) : undefined,
  };
}

/** A message's data; undefined without an author, a message id and a time. */
export function viewOf(data: Fields): MessageView | undefined {
  const user = data.id("user_id"), message = data.id("message_id"), createdAt = findTime(data.value("created_at"));
  if (user === undefined || message === undefined || createdAt === undefined) return undefined;
  const updatedAt = findTime(data.value("updated_at"));
  const createdAtText = textOr(data, "created_at");
  return {
    conversation: data.id("conversation_id"),
    user,
    session: data.id("session_id"),
    message,
    category: textOr(data, "category"),
    payload: payloadOf(data),
    status: oneOf(data, "status", ["SENT", "DELIVERED", "READ"]),
    source: oneOf(data, "source", ["CREATE_MESSAGE", "LIST_PENDING_MESSAGES", "ACKNOWLEDGE_MESSAGE_RECEIPT"]),
    representative: data.id("representative_id"),
    quote: data.id("quote_message_id"),
    silent: data.isTrue("silent"),
    expireIn: Math.min(Math.max(data.number("expire_in") ?? 0, 0), 0x7fffffff),
    createdAt,
    updatedAt: updatedAt ?? createdAt,
    createdAtText,
    updatedAtText: updatedAt === undefined ? createdAtText : textOr(data, "updated_at"),
  };
}

function payloadOf(data: Fields): Bytes {
  const payload = findBase64(textOr(data, "data_base64"));
  return payload?.length ? payload : findBase64(textOr(data, "data")) ?? NOTHING;
}

function bundlesOf(items: readonly unknown[]): readonly KeyBundle[] {
  return items.slice(0, MOST_ITEMS).flatMap((item) => bundleOf(Fields.of(item)) ?? []);
}

function bundleOf(fields: Fields | undefined): KeyBundle | undefined {
  const user = fields?.id("user_id"), session = fields?.id("session_id");
  const identity = findBase64(fields ? textOr(fields, "identity_key") : "");
  const signed = fields?.object("signed_pre_key");
  const signedKey = oneTimeOf(signed);
  const signature = findBase64(signed ? textOr(signed, "signature") : "");
  if (fields === undefined || user === undefined || session === undefined) return undefined;
  if (identity?.length !== 33 || signedKey === undefined || signature?.length !== 64) return undefined;
  return {
    user,
    session,
    registrationId: fields.number("registration_id") ?? 0,
    identity,
    signed: { ...signedKey, signature },
    oneTime: oneTimeOf(fields.object("one_time_pre_key")),
  };
}

function oneTimeOf(fields: Fields | undefined): OneTimePreKey | undefined {
  const id = fields?.value("key_id"), key = findBase64(fields ? textOr(fields, "pub_key") : "");
  const isId = typeof id === "number" && Number.isInteger(id) && id >= 0 && id <= 0xffffffff;
  return isId && key?.length === 33 ? { id, key } : undefined;
}

function textOr(fields: Fields, name: string): string {
  const value = fields.value(name);
  return typeof value === "string" ? value : "";
}

function oneOf<Name extends string>(fields: Fields, field: string, names: readonly [Name, ...Name[]]): Name {
  return names.find((each) => each === fields.value(field)) ?? names[0];
}

/** The id of a request, for an answer. */
export function isAnswerTo(reply: BlazeReply, request: Id): boolean {
  return findId(reply.id) === request;
}
