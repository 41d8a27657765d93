/**
 * The key pair of a session: it signs tokens (Ed25519) and, as its X25519 form, agrees on secrets with the server and with bots.
 * Both private halves are keys of the browser that can't be exported: scripts may use them, and never see them.
 */
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { base64Url, type Bytes, joined, randomBytes } from "./bytes.ts";

export interface SessionKeys {
  /** The Ed25519 public key, 32 bytes. */
  readonly publicKey: Bytes;
  readonly signing: CryptoKey;
  readonly agreement: CryptoKey;
}

const SEED_BYTES = 32;
const KEY_BYTES = 32;
// The bytes that PKCS #8 puts before the 32 of a key, for both curves.
const SIGNING_FORM = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20);
const AGREEMENT_FORM = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 4, 0x22, 4, 0x20);

/** The keys of a new session. */
export async function makeSessionKeys(): Promise<SessionKeys> {
  const seed = randomBytes(SEED_BYTES);
  try {
    return await sessionKeysOf(seed);
  } finally {
    seed.fill(0);
  }
}

/** The keys that this seed stands for, 32 bytes. */
export async function sessionKeysOf(seed: Bytes): Promise<SessionKeys> {
  const secret = sha512(seed).slice(0, SEED_BYTES);
  const publicKey = joined(ed25519.getPublicKey(seed));
  try {
    return {
      publicKey,
      signing: await imported(joined(SIGNING_FORM, seed), "Ed25519", "sign"),
      agreement: await imported(joined(AGREEMENT_FORM, secret), "X25519", "deriveBits"),
    };
  } finally {
    secret.fill(0);
  }
}

/** The `session_secret` that a device names when it signs in. */
export function sessionSecret(keys: SessionKeys): string {
  return base64Url(keys.publicKey);
}

/** The X25519 form of an Ed25519 public key, both 32 bytes. */
export function agreementKeyOf(publicKey: Bytes): Bytes {
  return joined(ed25519.utils.toMontgomery(publicKey));
}

/**
 * The 32 bytes that only this session and the owner of an X25519 key can compute; undefined when `peer` is not such a key, or one
 * of the few with which everybody could.
 */
export async function agreeWith(keys: SessionKeys, peer: Bytes): Promise<Bytes | undefined> {
  if (peer.length !== KEY_BYTES) return undefined;
  try {
    const key = await crypto.subtle.importKey("raw", peer, "X25519", false, []);
    return new Uint8Array(await crypto.subtle.deriveBits({ name: "X25519", public: key }, keys.agreement, 256));
  } catch {
    return undefined;
  }
}

async function imported(pkcs8: Bytes, algorithm: string, usage: KeyUsage): Promise<CryptoKey> {
  try {
    return await crypto.subtle.importKey("pkcs8", pkcs8, algorithm, false, [usage]);
  } finally {
    pkcs8.fill(0);
  }
}
