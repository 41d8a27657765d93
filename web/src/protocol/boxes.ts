/**
 * Seals and opens `ENCRYPTED_…`: what bots and people tell each other so that the server can't read it. A message has a key of
 * its own, which is sealed for each session with what X25519 makes of its key and ours.
 *
 * Weaker than `SIGNAL_…`: an attacker who gets a session's key can read all that was ever sealed for it, and each session that a
 * message is sealed for could have written it to the others.
 */
import { type Bytes, joined, randomBytes } from "./bytes.ts";
import type { Id } from "./ids.ts";
import { agreementKeyOf, agreeWith, type SessionKeys } from "./sessionKeys.ts";
import { type EncryptedPayload, MOST_SESSIONS, type SealedKey } from "./payload/encrypted.ts";

const KEY_BYTES = 16;
const IV_BYTES = 16;
const NONCE_BYTES = 12;

/** A session that can be sealed for, with its X25519 key: the `public_key` of sessions, 32 bytes. */
export interface BoxRecipient {
  readonly session: Id;
  readonly key: Bytes;
}

export type BoxOpening =
  | { readonly outcome: "opened"; readonly payload: Bytes }
  | { readonly outcome: "not for us" }
  | { readonly outcome: "unreadable" }; // damaged, or sealed with another key than ours

/** The random parts of a box; only tests give them. */
export interface BoxChance {
  readonly key: Bytes; // 16 bytes
  readonly nonce: Bytes; // 12 bytes
  readonly ivs: readonly Bytes[]; // 16 bytes each
}

/**
 * Seals `payload`, that of the `PLAIN_…` of the category. Undefined when there are no recipients, more than 510, one twice, or one
 * whose key agrees on nothing.
 */
export async function sealBox(
  keys: SessionKeys,
  category: string,
  payload: Bytes,
  recipients: readonly BoxRecipient[],
  chance?: BoxChance,
): Promise<EncryptedPayload | undefined> {
  const sessions = new Set(recipients.map((each) => each.session));
  if (recipients.length === 0 || recipients.length > MOST_SESSIONS || sessions.size < recipients.length) {
    return undefined;
  }
  const key = chance?.key ?? randomBytes(KEY_BYTES);
  const nonce = chance?.nonce ?? randomBytes(NONCE_BYTES);
  const sealedKeys: SealedKey[] = [];
  for (const [i, recipient] of recipients.entries()) {
    const sealedKey = await wrap(keys, key, recipient, chance?.ivs[i] ?? randomBytes(IV_BYTES));
    if (sealedKey === undefined) return undefined;
    sealedKeys.push(sealedKey);
  }
  const cipher = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, cipher, payload));
  return { kind: "encrypted", category, sender: agreementKeyOf(keys.publicKey), keys: sealedKeys, nonce, sealed };
}

/** Opens what was sealed for `session`. That its `sender` is the key of the session that sent it is for the caller to see. */
export async function openBox(keys: SessionKeys, session: Id, message: EncryptedPayload): Promise<BoxOpening> {
  const sealedKey = message.keys.find((each) => each.session === session)?.key;
  if (sealedKey === undefined) return { outcome: "not for us" };
  const shared = await agreeWith(keys, message.sender);
  if (shared === undefined) return { outcome: "unreadable" };
  try {
    const wrapping = await crypto.subtle.importKey("raw", shared, "AES-CBC", false, ["decrypt"]);
    const algorithm = { name: "AES-CBC", iv: sealedKey.slice(0, IV_BYTES) };
    const key = new Uint8Array(await crypto.subtle.decrypt(algorithm, wrapping, sealedKey.slice(IV_BYTES)));
    if (key.length !== KEY_BYTES) return { outcome: "unreadable" };
    const cipher = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
    const payload = await crypto.subtle.decrypt({ name: "AES-GCM", iv: message.nonce }, cipher, message.sealed);
    return { outcome: "opened", payload: new Uint8Array(payload) };
  } catch {
    // One answer to whatever was wrong: nobody learns from us how the key was padded.
    return { outcome: "unreadable" };
  }
}

/** The initialisation vector, 16 bytes, and the sealed key, 32. */
async function wrap(keys: SessionKeys, key: Bytes, recipient: BoxRecipient, iv: Bytes): Promise<SealedKey | undefined> {
  const shared = await agreeWith(keys, recipient.key);
  if (shared === undefined) return undefined;
  const wrapping = await crypto.subtle.importKey("raw", shared, "AES-CBC", false, ["encrypt"]);
  shared.fill(0);
  const sealed = await crypto.subtle.encrypt({ name: "AES-CBC", iv }, wrapping, key);
  return { session: recipient.session, key: joined(iv, new Uint8Array(sealed)) };
}
