/** Payloads that the server alone sends: changes of conversations, profiles, circles, sessions and balances. */
import { findHex, hex, textOf, utf8 } from "../bytes.ts";
import type { Id } from "../ids.ts";
import { check, type Fields, MOST } from "../json.ts";
import { timeText } from "../time.ts";

export type ConversationAction = "CREATE" | "ADD" | "REMOVE" | "JOIN" | "EXIT" | "ROLE" | "UPDATE" | "EXPIRE";
export type ParticipantRole = "OWNER" | "ADMIN" | "MEMBER";

/** Something happened to a conversation. */
export interface SystemConversationPayload {
  readonly kind: "system-conversation";
  readonly action: ConversationAction;
  /** The user who did it; absent where clients show the participant as the actor. */
  readonly actor?: Id;
  /** The user to whom it happened: of ADD, REMOVE, JOIN, EXIT and ROLE, and of an UPDATE about one of them. */
  readonly participant?: Id;
  /** Of ROLE alone. */
  readonly role?: ParticipantRole;
  /** Of EXPIRE alone: seconds after reading at which messages disappear; 0 for never. */
  readonly expireIn?: number;
}

/** A user's profile has changed and is to be fetched again. */
export interface SystemUserPayload {
  readonly kind: "system-user";
  readonly user: Id;
}

/** Another session of this user changed a circle, or what is in it. */
export interface SystemCirclePayload {
  readonly kind: "system-circle";
  readonly action: "CREATE" | "DELETE" | "UPDATE" | "ADD" | "REMOVE";
  readonly circle: Id;
  readonly conversation?: Id;
  readonly user?: Id;
}

/** A device was linked to this account, or isn't any more. */
export interface SystemSessionPayload {
  readonly kind: "system-session";
  readonly action: "PROVISION" | "DESTROY";
  readonly user: Id;
  readonly session: Id;
  readonly publicKey?: string;
}

/** An amount of something changed hands. */
export interface SnapshotPayload {
  readonly kind: "snapshot";
  /** Whether it came as `SYSTEM_SAFE_SNAPSHOT`, which has its memo in hex. */
  readonly safe: boolean;
  readonly type: string;
  readonly snapshot: Id;
  readonly asset: Id;
  /** The party that receives this; only when `safe`. */
  readonly user?: Id;
  readonly opponent?: Id;
  /** A decimal number; negative for the payer. */
  readonly amount: string;
  readonly trace?: Id;
  readonly memo?: string;
  /** The balances before and after it. */
  readonly opening?: string;
  readonly closing?: string;
  /** Microseconds since 1970. */
  readonly createdAt: number;
}

const CONVERSATION_ACTIONS = ["CREATE", "ADD", "REMOVE", "JOIN", "EXIT", "ROLE", "UPDATE", "EXPIRE"] as const;
const CIRCLE_ACTIONS = ["CREATE", "DELETE", "UPDATE", "ADD", "REMOVE"] as const;
const DECIMAL = /^[+-]?[0-9]{1,40}(?:\.[0-9]{1,18})?$/;

export function readSystemConversation(fields: Fields): SystemConversationPayload {
  const action = fields.named("action", CONVERSATION_ACTIONS);
  const participant = fields.id("participant_id");
  const role = action === "ROLE" ? roleOf(fields) : undefined;
  const expireIn = action === "EXPIRE" ? fields.number("expire_in") : undefined;
  if (["ADD", "REMOVE", "JOIN", "EXIT", "ROLE"].includes(action)) {
    check(participant !== undefined, "participant_id is missing");
  }
  check(action !== "ROLE" || role !== undefined, "role is missing");
  check(action !== "EXPIRE" || (expireIn !== undefined && expireIn >= 0), "expire_in is missing or negative");
  return { kind: "system-conversation", action, actor: fields.id("user_id"), participant, role, expireIn };
}

export function readSystemUser(fields: Fields): SystemUserPayload {
  fields.named("action", ["UPDATE"]);
  return { kind: "system-user", user: fields.needId("user_id") };
}

export function readSystemCircle(fields: Fields): SystemCirclePayload {
  return {
    kind: "system-circle",
    action: fields.named("action", CIRCLE_ACTIONS),
    circle: fields.needId("circle_id"),
    conversation: fields.id("conversation_id"),
    user: fields.id("user_id"),
  };
}

export function readSystemSession(fields: Fields): SystemSessionPayload {
  return {
    kind: "system-session",
    action: fields.named("action", ["PROVISION", "DESTROY"]),
    user: fields.needId("user_id"),
    session: fields.needId("session_id"),
    publicKey: fields.text("public_key", MOST.name),
  };
}

export function readSnapshot(fields: Fields, safe: boolean): SnapshotPayload {
  const createdAt = fields.time("created_at");
  check(createdAt !== undefined, "created_at is missing or not a time");
  return {
    kind: "snapshot",
    safe,
    type: fields.needText("type", 64),
    snapshot: fields.needId("snapshot_id"),
    asset: fields.needId("asset_id"),
    user: safe ? fields.id("user_id") : undefined,
    opponent: fields.id("opponent_id") ?? fields.id("counter_user_id"),
    amount: decimalOf(fields.needText("amount", 64)),
    trace: fields.id("trace_id"),
    memo: memoOf(fields, safe),
    opening: optionalDecimal(fields, "opening_balance"),
    closing: optionalDecimal(fields, "closing_balance"),
    createdAt,
  };
}

export function writeSystemConversation(payload: SystemConversationPayload): unknown {
  const role = payload.role === "MEMBER" ? "" : payload.role;
  const { action, actor: user_id, participant: participant_id, expireIn: expire_in } = payload;
  return { action, user_id, participant_id, role, expire_in };
}

export function writeSystemUser(payload: SystemUserPayload): unknown {
  return { action: "UPDATE", user_id: payload.user };
}

export function writeSystemCircle(payload: SystemCirclePayload): unknown {
  const { action, circle: circle_id, conversation: conversation_id, user: user_id } = payload;
  return { action, circle_id, conversation_id, user_id };
}

export function writeSystemSession(payload: SystemSessionPayload): unknown {
  const { action, user: user_id, session: session_id, publicKey: public_key } = payload;
  return { action, user_id, session_id, public_key };
}

export function writeSnapshot(payload: SnapshotPayload): unknown {
  return {
    ...(payload.safe ? { user_id: payload.user } : { counter_user_id: payload.opponent }),
    type: payload.type,
    snapshot_id: payload.snapshot,
    asset_id: payload.asset,
    opponent_id: payload.opponent,
    amount: payload.amount,
    trace_id: payload.trace,
    memo: payload.safe && payload.memo !== undefined ? hex(utf8(payload.memo)) : payload.memo,
    opening_balance: payload.opening,
    closing_balance: payload.closing,
    created_at: timeText(payload.createdAt),
  };
}

function roleOf(fields: Fields): ParticipantRole | undefined {
  const value = fields.value("role");
  if (value === "OWNER" || value === "ADMIN") return value;
  return typeof value === "string" && value !== "" ? undefined : "MEMBER";
}

function memoOf(fields: Fields, safe: boolean): string | undefined {
  if (!safe) return fields.text("memo", MOST.name);
  // In hex a character takes up to eight digits.
  const memo = fields.text("memo", 8 * MOST.name);
  if (memo === undefined) return undefined;
  const bytes = findHex(memo);
  check(bytes !== undefined, "memo is not hex");
  return textOf(bytes);
}

function decimalOf(text: string): string {
  check(DECIMAL.test(text), "not a decimal number");
  return text;
}

function optionalDecimal(fields: Fields, name: string): string | undefined {
  const text = fields.text(name, 64);
  return text === undefined ? undefined : decimalOf(text);
}
