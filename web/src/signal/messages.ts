/** Signal's messages of version 3, as they are written: a byte for the version, fields in protobuf, and a MAC or a signature. */
import { type Bytes, joined, sameBytes } from "../protocol/bytes.ts";
import { HASH_BYTES, mac, type Random } from "./algorithms.ts";
import { type Chain, chainOf } from "./chain.ts";
import { isSignedBy, type KeyPair, sign, SIGNATURE_BYTES } from "./curve.ts";
import { ProtobufFields, writeFields } from "./protobuf.ts";

/** Version 3 by a sender who knows no later one. */
const VERSION = Uint8Array.of(0x33);
const MAC_BYTES = 8;
const CONVERSATION = 15;

// --- of a session -----------------------------------------------------------------------------------------------------------------

/**
 * A message of a session. Its MAC, the last 8 bytes, also covers who sends it to whom:
 *
 * ```
 * 33 | protobuf {1 ratchet key, 2 counter, 3 previous counter, 4 ciphertext} | MAC, 8
 * ```
 */
export interface SignalMessage {
  readonly ratchetKey: Bytes;
  readonly counter: number;
  readonly ciphertext: Bytes;
  readonly written: Bytes;
}

/** The identity keys of the two ends. */
export interface Ends {
  readonly sender: Bytes;
  readonly receiver: Bytes;
}

export function writeSignalMessage(
  message: {
    readonly ratchetKey: Bytes;
    readonly counter: number;
    readonly previousCounter: number;
    readonly ciphertext: Bytes;
  },
  macKey: Bytes,
  ends: Ends,
): Bytes {
  const { ratchetKey, counter, previousCounter, ciphertext } = message;
  const covered = joined(VERSION, writeFields([[1, ratchetKey], [2, counter], [3, previousCounter], [4, ciphertext]]));
  return joined(covered, macOf(covered, macKey, ends));
}

/** Reads such a message, not yet checking its MAC; undefined when the bytes are something else. */
export function parseSignalMessage(written: Bytes): SignalMessage | undefined {
  if (written.length < 1 + MAC_BYTES || !isOurVersion(written)) return undefined;
  const fields = ProtobufFields.parse(written.subarray(1, -MAC_BYTES));
  const ratchetKey = fields?.key(1), counter = fields?.count(2), ciphertext = fields?.bytes(4);
  return ratchetKey === undefined || counter === undefined || ciphertext === undefined
    ? undefined
    : { ratchetKey, counter, ciphertext, written: written.slice() };
}

export function hasMac(message: SignalMessage, macKey: Bytes, ends: Ends): boolean {
  return sameBytes(macOf(message.written.slice(0, -MAC_BYTES), macKey, ends), message.written.slice(-MAC_BYTES));
}

function macOf(covered: Bytes, macKey: Bytes, ends: Ends): Bytes {
  return mac(macKey, ends.sender, ends.receiver, covered).slice(0, MAC_BYTES);
}

// --- at the start of a session ----------------------------------------------------------------------------------------------------

/**
 * A message at the start of a session, until the other side answers: a message of a session, and the keys to begin it.
 *
 * ```
 * 33 | protobuf {1 one-time pre-key's id, 2 base key, 3 identity key, 4 message, 5 sender's registration id, 6 signed pre-key's id}
 * ```
 */
export interface PreKeyMessage {
  readonly registrationId: number;
  /** Absent when the device had no one-time pre-key left. */
  readonly preKeyId?: number;
  readonly signedPreKeyId: number;
  readonly baseKey: Bytes;
  readonly identityKey: Bytes;
  /** A message of a session, as it is written. */
  readonly message: Bytes;
}

export function writePreKeyMessage(message: PreKeyMessage): Bytes {
  const fields = writeFields([
    [1, message.preKeyId],
    [2, message.baseKey],
    [3, message.identityKey],
    [4, message.message],
    [5, message.registrationId],
    [6, message.signedPreKeyId],
  ]);
  return joined(VERSION, fields);
}

export function parsePreKeyMessage(written: Bytes): PreKeyMessage | undefined {
  const fields = isOurVersion(written) ? ProtobufFields.parse(written.subarray(1)) : undefined;
  const baseKey = fields?.key(2),
    identityKey = fields?.key(3),
    message = fields?.bytes(4),
    signedPreKeyId = fields?.number(6);
  if (baseKey === undefined || identityKey === undefined || message === undefined || signedPreKeyId === undefined) {
    return undefined;
  }
  return {
    registrationId: fields?.count(5) ?? 0,
    // We give out no key of number 0: there are libraries that write it when there is no key.
    preKeyId: fields?.number(1) || undefined,
    signedPreKeyId,
    baseKey,
    identityKey,
    message,
  };
}

// --- under a sender key -----------------------------------------------------------------------------------------------------------

/**
 * A message to everybody who was handed its sender's key:
 *
 * ```
 * 33 | protobuf {1 id of the key, 2 iteration, 3 ciphertext} | signature, 64
 * ```
 */
export interface SenderKeyMessage {
  readonly keyId: number;
  readonly iteration: number;
  readonly ciphertext: Bytes;
  readonly written: Bytes;
}

export function writeSenderKeyMessage(
  message: { readonly keyId: number; readonly iteration: number; readonly ciphertext: Bytes },
  signer: KeyPair,
  random: Random,
): Bytes {
  const covered = joined(VERSION, writeFields([[1, message.keyId], [2, message.iteration], [3, message.ciphertext]]));
  return joined(covered, sign(signer, covered, random));
}

/** Reads such a message, not yet checking its signature; undefined when the bytes are something else. */
export function parseSenderKeyMessage(written: Bytes): SenderKeyMessage | undefined {
  if (written.length < 1 + SIGNATURE_BYTES || !isOurVersion(written)) return undefined;
  const fields = ProtobufFields.parse(written.subarray(1, -SIGNATURE_BYTES));
  const keyId = fields?.number(1), iteration = fields?.count(2), ciphertext = fields?.bytes(3);
  return keyId === undefined || iteration === undefined || ciphertext === undefined
    ? undefined
    : { keyId, iteration, ciphertext, written: written.slice() };
}

export function isSignedWith(message: SenderKeyMessage, signingKey: Bytes): boolean {
  return isSignedBy(signingKey, message.written.slice(0, -SIGNATURE_BYTES), message.written.slice(-SIGNATURE_BYTES));
}

/**
 * A sender's key, as it is handed to each who may read what follows; always inside a session's message, never in the open.
 *
 * ```
 * 33 | protobuf {1 id of the key, 2 iteration, 3 chain key, 32 · 4 signing key, 15 id of the conversation, as text}
 * ```
 *
 * The last field is ours: other implementations don't write it, and skip it. Without it nothing in what is sealed says to which
 * conversation the key belongs.
 */
export interface Distribution {
  readonly keyId: number;
  readonly chain: Chain;
  readonly signingKey: Bytes;
  readonly conversation?: string;
}

export function writeDistribution(distribution: Distribution): Bytes {
  const { keyId, chain, signingKey, conversation } = distribution;
  return joined(
    VERSION,
    writeFields([[1, keyId], [2, chain.index], [3, chain.key], [4, signingKey], [CONVERSATION, conversation]]),
  );
}

export function parseDistribution(written: Bytes): Distribution | undefined {
  const fields = isOurVersion(written) ? ProtobufFields.parse(written.subarray(1)) : undefined;
  const keyId = fields?.number(1), index = fields?.count(2), chainKey = fields?.bytes(3), signingKey = fields?.key(4);
  if (keyId === undefined || index === undefined || signingKey === undefined || chainKey?.length !== HASH_BYTES) {
    return undefined;
  }
  return { keyId, chain: chainOf(chainKey, index), signingKey, conversation: fields?.text(CONVERSATION) };
}

/** Whether the message version, the upper half of the first byte, is 3. The lower is the latest that its sender knows. */
function isOurVersion(written: Bytes): boolean {
  return written.length > 0 && (written[0]! & 0xf0) === (VERSION[0]! & 0xf0);
}
