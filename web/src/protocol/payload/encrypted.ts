/**
 * `ENCRYPTED_…`: a message between a bot and people that the server can't read. The payload is sealed with a key of its own, and
 * that key is sealed for each session that may read it:
 *
 * ```
 * 01 | sessions, u16 little-endian | sender's key, 32 |
 *     for each session: its id, 16 · the sealed key, 48 | nonce, 12 | sealed payload and tag, 16…
 * ```
 */
import { type Bytes, joined } from "../bytes.ts";
import { type Id, idBytes, idOfBytes } from "../ids.ts";
import { check } from "../json.ts";

export const MOST_SESSIONS = 510;

export interface EncryptedPayload {
  readonly kind: "encrypted";
  /** Such as `ENCRYPTED_TEXT`, with the payload of a `PLAIN_TEXT` inside. */
  readonly category: string;
  /** The X25519 key of the session that sent it, 32 bytes. */
  readonly sender: Bytes;
  readonly keys: readonly SealedKey[];
  readonly nonce: Bytes; // 12 bytes
  readonly sealed: Bytes; // the payload and a tag of 16 bytes
}

/** The key of a message, sealed for one session: 48 bytes. */
export interface SealedKey {
  readonly session: Id;
  readonly key: Bytes;
}

const VERSION = 1;
const HEADER = 3;
const SENDER = 32;
const SESSION = 16;
const KEY = 48;
const NONCE = 12;
const TAG = 16;

/** Only for use by `readPayload`, which catches its refusals. */
export function readEncrypted(category: string, bytes: Bytes): EncryptedPayload {
  check(bytes.length >= HEADER, "too short");
  check(bytes[0] === VERSION, "not of version 1");
  const count = bytes[1]! | (bytes[2]! << 8);
  check(count > 0 && count <= MOST_SESSIONS, "the list of sessions is empty or has more than 510 items");
  const keysEnd = HEADER + SENDER + count * (SESSION + KEY);
  check(bytes.length >= keysEnd + NONCE + TAG, "too short");
  const keys = Array.from({ length: count }, (_, i) => {
    const from = HEADER + SENDER + i * (SESSION + KEY);
    const session = idOfBytes(bytes.slice(from, from + SESSION));
    return { session, key: bytes.slice(from + SESSION, from + SESSION + KEY) };
  });
  check(new Set(keys.map((each) => each.session)).size === count, "a session is named twice");
  return {
    kind: "encrypted",
    category,
    sender: bytes.slice(HEADER, HEADER + SENDER),
    keys,
    nonce: bytes.slice(keysEnd, keysEnd + NONCE),
    sealed: bytes.slice(keysEnd + NONCE),
  };
}

export function writeEncrypted(payload: EncryptedPayload): Bytes {
  const count = payload.keys.length;
  const keys = payload.keys.map((each) => joined(idBytes(each.session), each.key));
  return joined(
    Uint8Array.of(VERSION, count & 255, count >> 8),
    payload.sender,
    ...keys,
    payload.nonce,
    payload.sealed,
  );
}
