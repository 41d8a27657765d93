/**
 * The records that a device keeps for the end-to-end encryption, as a step sees them. A step looks records up and changes them at once, in
 * memory; only the caller stores what changed, all of it or nothing.
 */
import type { Bytes } from "../protocol/bytes.ts";
import type { Chain } from "./chain.ts";
import type { KeyPair } from "./curve.ts";
import type { SessionState } from "./ratchet.ts";

/** One sender key and how far it was used. */
export interface SenderKeyState {
  readonly keyId: number;
  readonly chain: Chain;
  readonly signingKey: Bytes;
  /** Of our own alone. */
  readonly signingPair?: KeyPair;
}

/** The device's identity and counters. */
export interface OwnRecord {
  readonly pair: KeyPair;
  readonly registrationId: number;
  readonly nextOneTimeId: number;
  readonly nextSignedId: number;
}

/** The kinds of records, and what each holds. All of it is plain data, which structured cloning can carry. */
export interface KeyRecordTypes {
  /** One, under `identity`. */
  readonly "key.own": OwnRecord;
  /** The identity key of each user that we ever met, 33 bytes, by the user. Never forgotten. */
  readonly "key.identity": Bytes;
  /** By its id. Gone once it is used. */
  readonly "key.one-time": KeyPair;
  /** By its id. */
  readonly "key.signed": KeyPair;
  /** The sessions with another device, by its address: the current one first. */
  readonly "key.session": readonly SessionState[];
  /** The sender keys of a device in a conversation, by both: the newest first. */
  readonly "key.sender": readonly SenderKeyState[];
  /** The conversation of each sender key that was handed to us, by its device and signing key. */
  readonly "key.sender-home": string;
}

export type KeyKind = keyof KeyRecordTypes;

/** How many records of a kind are kept; those written the longest ago go first. Wide enough that only a flood gets there. */
export const MOST_RECORDS: { readonly [Kind in KeyKind]: number } = {
  "key.own": 1,
  "key.identity": Infinity,
  "key.one-time": 100_000,
  "key.signed": 10_000,
  "key.session": 100_000,
  "key.sender": 100_000,
  "key.sender-home": 100_000,
};

/** The records of one device, within one step. */
export interface KeyRecords {
  find<Kind extends KeyKind>(kind: Kind, name: string): KeyRecordTypes[Kind] | undefined;
  put<Kind extends KeyKind>(kind: Kind, name: string, value: KeyRecordTypes[Kind]): void;
  remove(kind: KeyKind, name: string): void;
  names(kind: KeyKind): readonly string[];
}
