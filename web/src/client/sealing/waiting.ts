/**
 * The messages that we could not read, in one transaction: of each device in each conversation the latest 1,000, of at most 10,000
 * devices. Messages that are forgotten are not asked for.
 */
import type { Id } from "../../protocol/ids.ts";
import { addressName, type DeviceAddress } from "../../signal/sessions.ts";
import { kind, type Records } from "./records.ts";

/** @param asked when the device was asked for its key; not there before that, and once it has answered */
interface Wait {
  readonly messages: readonly Id[];
  readonly asked?: number;
  /** How often it was asked. */
  readonly times: number;
}

/** The device that sent them, and the conversation. */
export interface From {
  readonly conversation: Id;
  readonly device: DeviceAddress;
}

const WAITING = kind<Wait>("sealing.waiting", 10_000);
const MOST_OF_A_DEVICE = 1_000;
const NOTHING: Wait = { messages: [], times: 0 };

export function waitOf(records: Records, from: From): Wait {
  return records.find(WAITING, nameOf(from)) ?? NOTHING;
}

export function allWaiting(records: Records): readonly From[] {
  return records.names(WAITING).map((name) => {
    const [conversation = "", user = "", session = ""] = name.split("/");
    return { conversation, device: { user, session } };
  });
}

export function addWaiting(records: Records, from: From, message: Id): void {
  const wait = waitOf(records, from);
  if (!wait.messages.includes(message)) {
    put(records, from, { ...wait, messages: [...wait.messages, message].slice(-MOST_OF_A_DEVICE) });
  }
}

export function removeWaiting(records: Records, from: From, message: Id): void {
  const wait = waitOf(records, from);
  if (wait.messages.includes(message)) {
    put(records, from, { ...wait, messages: wait.messages.filter((each) => each !== message) });
  }
}

/** The device was asked for its key. */
export function asked(records: Records, from: From, at: number): void {
  const wait = waitOf(records, from);
  put(records, from, { ...wait, asked: at, times: wait.times + 1 });
}

/** The device has said something about its key. */
export function answered(records: Records, from: From): void {
  const { messages, times } = waitOf(records, from);
  put(records, from, { messages, times });
}

function put(records: Records, from: From, wait: Wait): void {
  if (wait.messages.length === 0) records.remove(WAITING, nameOf(from));
  else records.put(WAITING, nameOf(from), wait);
}

function nameOf(from: From): string {
  return from.conversation + "/" + addressName(from.device);
}
