/** Signal's algorithms: HMAC-SHA256, HKDF-SHA256, AES-256 in CBC mode with PKCS #7. All of them answer at once. */
import { cbc } from "@noble/ciphers/aes.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, joined, randomBytes, utf8 } from "../protocol/bytes.ts";

export const HASH_BYTES = 32;

/** Where random bytes come from; only tests give another source than `randomBytes`. */
export type Random = (count: number) => Bytes;

export const SECURE: Random = randomBytes;

export function mac(key: Bytes, ...parts: readonly Bytes[]): Bytes {
  return joined(hmac(sha256, key, joined(...parts)));
}

/** RFC 5869. Where Signal knows no salt it takes 32 zero bytes, which is what no salt means. */
export function derived(secret: Bytes, info: string, length: number, salt: Bytes = new Uint8Array(HASH_BYTES)): Bytes {
  return joined(hkdf(sha256, secret, salt, utf8(info), length));
}

export function encrypted(key: Bytes, iv: Bytes, plaintext: Bytes): Bytes {
  return joined(cbc(key, iv).encrypt(plaintext));
}

/**
 * Undefined when the ciphertext has a wrong length or padding. Only for what a MAC or a signature has vouched for: otherwise the
 * difference would tell an attacker what is inside.
 */
export function decrypted(key: Bytes, iv: Bytes, ciphertext: Bytes): Bytes | undefined {
  try {
    return joined(cbc(key, iv).decrypt(ciphertext));
  } catch {
    return undefined;
  }
}
