/** Payloads that change other messages, or that clients exchange without showing them: recalls, pins, requests for keys, read marks. */
import type { Id } from "../ids.ts";
import { check, type Fields, MOST } from "../json.ts";

/** Takes another message back. */
export interface RecallPayload {
  readonly kind: "recall";
  readonly message: Id;
}

/** Puts messages at the top of a conversation, or takes them from there. */
export interface PinPayload {
  readonly kind: "pin";
  readonly action: "PIN" | "UNPIN";
  readonly messages: readonly Id[];
}

/** `PLAIN_JSON`: for clients only. */
export interface ControlPayload {
  readonly kind: "control";
  /** Such as `RESEND_KEY`, `RESEND_MESSAGES`, `NO_KEY` or `ACKNOWLEDGE_MESSAGE_RECEIPTS`. */
  readonly action: string;
  /** The messages to send again. */
  readonly messages: readonly Id[];
  readonly user?: Id;
  readonly message?: Id;
  readonly session?: Id;
  /** The messages that another device of this user has read. */
  readonly acknowledgements: readonly Acknowledged[];
  readonly content?: string;
}

export interface Acknowledged {
  readonly message: Id;
  readonly status: string; // such as READ or MENTION_READ
  readonly expireAt?: number; // seconds since 1970
}

const MOST_PINS = 128;
const MOST_ITEMS = 1024;

export function readRecall(fields: Fields): RecallPayload {
  return { kind: "recall", message: fields.needId("message_id") };
}

export function readPin(fields: Fields): PinPayload {
  const messages = fields.ids("message_ids", MOST_PINS);
  check(messages.length > 0, "message_ids is empty");
  return { kind: "pin", action: fields.named("action", ["PIN", "UNPIN"]), messages };
}

export function readControl(fields: Fields): ControlPayload {
  return {
    kind: "control",
    action: fields.needText("action", 64),
    messages: fields.ids("messages", MOST_ITEMS),
    user: fields.id("user_id"),
    message: fields.id("message_id"),
    session: fields.id("session_id"),
    acknowledgements: fields.objects("ack_messages", MOST_ITEMS).map((each) => ({
      message: each.needId("message_id"),
      status: each.needText("status", 64),
      expireAt: each.number("expire_at"),
    })),
    content: fields.text("content", MOST.words),
  };
}

export function writeRecall(payload: RecallPayload): unknown {
  return { message_id: payload.message };
}

export function writePin(payload: PinPayload): unknown {
  return { action: payload.action, message_ids: payload.messages };
}

export function writeControl(payload: ControlPayload): unknown {
  const acknowledged = payload.acknowledgements.map((each) => ({
    message_id: each.message,
    status: each.status,
    expire_at: each.expireAt,
  }));
  return {
    action: payload.action,
    messages: payload.messages.length > 0 ? payload.messages : undefined,
    user_id: payload.user,
    message_id: payload.message,
    session_id: payload.session,
    ack_messages: acknowledged.length > 0 ? acknowledged : undefined,
    content: payload.content,
  };
}
