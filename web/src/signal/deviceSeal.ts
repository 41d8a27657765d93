/**
 * A secret that one device hands to another, which has shown it a key. It is sealed with a key pair made for this one use, and does
 * not name its sender.
 *
 * ```
 * body = version 1 | iv 16 | AES-256-CBC | HMAC-SHA256 of all before
 * ```
 */
import { type Bytes, joined, sameBytes } from "../protocol/bytes.ts";
import { decrypted, derived, encrypted, HASH_BYTES, mac, type Random, SECURE } from "./algorithms.ts";
import { agree, findKey, type KeyPair, makeKeyPair } from "./curve.ts";

export interface DeviceSeal {
  /** The public half of the pair that it was sealed with. */
  readonly key: Bytes;
  readonly body: Bytes;
}

/** How long what is sealed may be. */
export const MOST_SEALED_BYTES = 4096;

const VERSION = 1;
const IV_BYTES = 16;
const KEY_BYTES = 32;
const LEAST_BODY = 1 + IV_BYTES + 16 + HASH_BYTES;

/** Seals something for the owner of a key that `findKey` has found. */
export function sealForDevice(recipient: Bytes, plaintext: Bytes, random: Random = SECURE): DeviceSeal {
  if (plaintext.length > MOST_SEALED_BYTES) throw new Error(`more than ${MOST_SEALED_BYTES} bytes to seal`);
  const pair = makeKeyPair(random);
  const keys = keysOf(pair, recipient);
  const iv = random(IV_BYTES);
  const covered = joined(Uint8Array.of(VERSION), iv, encrypted(keys.slice(0, KEY_BYTES), iv, plaintext));
  return { key: pair.key, body: joined(covered, mac(keys.slice(KEY_BYTES), covered)) };
}

/** The secret that was sealed for `recipient`; undefined when it was for another device, or changed on the way. */
export function openForDevice(seal: DeviceSeal, recipient: KeyPair): Bytes | undefined {
  const { body } = seal;
  const key = findKey(seal.key);
  if (
    key === undefined || body.length < LEAST_BODY || body.length > LEAST_BODY + MOST_SEALED_BYTES || body[0] !== VERSION
  ) {
    return undefined;
  }
  const keys = keysOf(recipient, key);
  const covered = body.slice(0, -HASH_BYTES);
  if (!sameBytes(mac(keys.slice(KEY_BYTES), covered), body.slice(-HASH_BYTES))) return undefined;
  return decrypted(keys.slice(0, KEY_BYTES), covered.slice(1, 1 + IV_BYTES), covered.slice(1 + IV_BYTES));
}

/** The key of the cipher, and behind it that of the MAC. */
function keysOf(own: KeyPair, other: Bytes): Bytes {
  return derived(agree(own, other), "Mixin Provisioning Message", 2 * KEY_BYTES);
}
