/**
 * Seals what is stored, each record so that it opens in its own place only, and hides the words that messages are found by. The keys
 * can't be exported: whoever reads the files of the browser alone, and not its keys, sees which conversations there are, how many
 * messages they have and how long these are, and no content.
 */
import { base64Url, type Bytes, joined, randomBytes, utf8 } from "../protocol/bytes.ts";
import { plainBytes, plainValue } from "./plain.ts";

/** The keys of an account's records. */
export interface SealKeys {
  readonly sealing: CryptoKey;
  readonly hiding: CryptoKey;
}

const NONCE_BYTES = 12;
const TOKEN_BYTES = 9;

export async function makeSealKeys(): Promise<SealKeys> {
  return {
    sealing: await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]),
    hiding: await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]),
  };
}

/** Nonce, ciphertext and tag of a value that belongs in `place`. */
export function sealValue(keys: SealKeys, place: readonly string[], value: unknown): Promise<Bytes> {
  return sealBytes(keys, place, plainBytes(value));
}

export async function sealBytes(keys: SealKeys, place: readonly string[], bytes: Bytes): Promise<Bytes> {
  const iv = randomBytes(NONCE_BYTES);
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: placed(place) },
    keys.sealing,
    bytes,
  );
  return joined(iv, new Uint8Array(sealed));
}

/** The value that was sealed for this place; undefined when it was for another, or was changed. */
export async function openValue(keys: SealKeys, place: readonly string[], sealed: Bytes): Promise<unknown> {
  const bytes = await openBytes(keys, place, sealed);
  return bytes && plainValue(bytes);
}

export async function openBytes(keys: SealKeys, place: readonly string[], sealed: Bytes): Promise<Bytes | undefined> {
  const algorithm = { name: "AES-GCM", iv: sealed.slice(0, NONCE_BYTES), additionalData: placed(place) };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, keys.sealing, sealed.slice(NONCE_BYTES)));
  } catch {
    return undefined;
  }
}

/** The form in which a word stands in the index: the same for the same word of the same account. */
export async function hideWord(keys: SealKeys, word: string): Promise<string> {
  const hidden = await crypto.subtle.sign("HMAC", keys.hiding, utf8(word));
  return base64Url(new Uint8Array(hidden).slice(0, TOKEN_BYTES));
}

function placed(place: readonly string[]): Bytes {
  return utf8(JSON.stringify(place));
}
