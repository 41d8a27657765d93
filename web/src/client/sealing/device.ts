/** What sealing needs of others: the keys of this device, the server, and what we have said. */
import type { KeyBundle, KeyMessage, KeyUpload } from "../../protocol/blaze.ts";
import type { Bytes } from "../../protocol/bytes.ts";
import type { Id } from "../../protocol/ids.ts";
import { type KeyKind, type KeyRecords, type KeyRecordTypes, MOST_RECORDS } from "../../signal/records.ts";
import type { DeviceAddress } from "../../signal/sessions.ts";
import { SignalDevice } from "../../signal/signalDevice.ts";
import type { Kind, Records } from "./records.ts";
import type { Members } from "./roster.ts";

/** This device's end of the encryption, for one transaction. */
export type DeviceOf = (records: Records) => SignalDevice;

/** The keys of `self` in the records of a transaction. */
export function deviceOf(self: Id): DeviceOf {
  return (records) => {
    const device = SignalDevice.find(self, keyRecords(records));
    if (device === undefined) throw new Error("the store has no keys of a device");
    return device;
  };
}

/** The records of a transaction, as the encryption sees them. */
export function keyRecords(records: Records): KeyRecords {
  return {
    find: (kind, name) => records.find(keyKind(kind), name),
    put: (kind, name, value) => records.put(keyKind(kind), name, value),
    remove: (kind, name) => records.remove(keyKind(kind), name),
    names: (kind) => records.names(keyKind(kind)),
  };
}

function keyKind<K extends KeyKind>(name: K): Kind<KeyRecordTypes[K]> {
  return { name, most: MOST_RECORDS[name] };
}

/** `outdated`: it was sealed for other devices than there are. */
export type ServerAnswer = "done" | "outdated" | "refused";

/** A request between devices. */
export interface Request {
  readonly action: "RESEND_KEY" | "RESEND_MESSAGES" | "NO_KEY";
  readonly messages: readonly Id[];
  readonly message?: Id;
}

/** The server as sealing needs it. Each call waits for a connection and an answer as long as it takes. */
export interface Rooms {
  /** The devices in a conversation, our own among them; undefined when we are not in it. */
  findMembers(conversation: Id): Promise<Members | undefined>;
  takePreKeys(devices: readonly DeviceAddress[]): Promise<readonly KeyBundle[]>;
  handOver(conversation: Id, checksum: string, keys: readonly KeyMessage[]): Promise<ServerAnswer>;
  /** Tells a device what no person is shown. */
  tell(conversation: Id, device: DeviceAddress, request: Request): Promise<ServerAnswer>;
  /** Sends something said before to one device, under another id. */
  sendAgain(device: DeviceAddress, said: Said, payload: Bytes): Promise<ServerAnswer>;
  countPreKeys(): Promise<number>;
  /** @return `refused` when the account's other devices have another identity */
  leavePreKeys(keys: KeyUpload): Promise<ServerAnswer>;
}

/** A message of ours. */
export interface Said {
  readonly id: Id;
  readonly conversation: Id;
  /** What it is, such as `TEXT`. */
  readonly kind: string;
  /** As a `PLAIN_…` of this kind carries it. */
  readonly content: Bytes;
  readonly quote?: Id;
  readonly silent: boolean;
  readonly expireIn: number;
}

export interface KeptSaid {
  readonly said: Said;
  /** Counts what we say, in all conversations. */
  readonly number: number;
  /** Which devices got it once more. */
  readonly again: readonly string[];
}

/** What we said, for devices that could not read it. A message that was taken back or has disappeared is not there. */
export interface OwnMessages<R extends Records> {
  find(records: R, id: Id): Promise<KeptSaid | undefined>;
  wentAgain(records: R, id: Id, device: DeviceAddress): Promise<void>;
}
