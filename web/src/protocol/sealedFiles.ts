/**
 * Files as they are uploaded with sealed messages:
 *
 * ```
 * initialisation vector, 16 | AES-256-CBC of the file | HMAC-SHA256 of all before, 32
 * ```
 *
 * A file is read and written in pieces, so that a large one is never in memory as a whole. Nothing is decrypted before the MAC
 * and the digest have held.
 */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, joined, randomBytes, sameBytes } from "./bytes.ts";
import type { AttachmentKeys } from "./payload/attachments.ts";

const IV_BYTES = 16;
const BLOCK_BYTES = 16;
const MAC_BYTES = 32;
const KEY_BYTES = 32;
const PIECE_BYTES = 1 << 20;

/** A file as it is uploaded, and what the message says of it. */
export interface SealedFile {
  readonly blob: Blob;
  readonly keys: AttachmentKeys;
}

export type FileOpening =
  | { readonly outcome: "opened"; readonly blob: Blob }
  /** It is not what was uploaded, or not sealed with this key. */
  | { readonly outcome: "not as uploaded" }
  /** There is more of it than the message says. */
  | { readonly outcome: "too long" };

/** How many bytes a file of `size` bytes becomes. */
export function sealedSize(size: number): number {
  return IV_BYTES + BLOCK_BYTES * (Math.floor(size / BLOCK_BYTES) + 1) + MAC_BYTES;
}

/** Seals a file; `key`, of 64 bytes, and `iv` are given only by tests. */
export async function sealFile(
  file: Blob,
  key: Bytes = randomBytes(2 * KEY_BYTES),
  iv: Bytes = randomBytes(IV_BYTES),
): Promise<SealedFile> {
  const cipher = await cipherKey(key);
  const mac = hmac.create(sha256, key.slice(KEY_BYTES)).update(iv);
  const digest = sha256.create().update(iv);
  const parts: Bytes[] = [iv];
  let last = iv;
  for (let from = 0; from === 0 || from < file.size; from += PIECE_BYTES) {
    const piece = await bytesOf(file, from, from + PIECE_BYTES);
    const padded = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-CBC", iv: last }, cipher, piece));
    // Each piece but the last is a whole number of blocks; the padding behind it is not part of the file's.
    const sealed = from + PIECE_BYTES < file.size ? padded.slice(0, piece.length) : padded;
    mac.update(sealed);
    digest.update(sealed);
    parts.push(sealed);
    last = sealed.slice(-BLOCK_BYTES);
  }
  const tag = joined(mac.digest());
  parts.push(tag);
  return { blob: new Blob(parts), keys: { key, digest: joined(digest.update(tag).digest()) } };
}

/**
 * Opens a file that was uploaded.
 *
 * @param most how long it may be: what the message says
 * @param mimeType that the opened blob is to have
 */
export async function openFile(blob: Blob, keys: AttachmentKeys, most: number, mimeType = ""): Promise<FileOpening> {
  if (blob.size > sealedSize(most)) return { outcome: "too long" };
  const end = blob.size - MAC_BYTES;
  if (end < IV_BYTES + BLOCK_BYTES || (end - IV_BYTES) % BLOCK_BYTES !== 0 || keys.key.length !== 2 * KEY_BYTES) {
    return { outcome: "not as uploaded" };
  }
  if (!await isAsUploaded(blob, end, keys)) return { outcome: "not as uploaded" };
  const cipher = await cipherKey(keys.key);
  const parts: Bytes[] = [];
  let last = await bytesOf(blob, 0, IV_BYTES), size = 0;
  for (let from = IV_BYTES; from < end; from += PIECE_BYTES) {
    const sealed = await bytesOf(blob, from, Math.min(from + PIECE_BYTES, end));
    const plain = await decrypted(cipher, last, sealed, from + PIECE_BYTES >= end);
    if (plain === undefined) return { outcome: "not as uploaded" };
    parts.push(plain);
    size += plain.length;
    last = sealed.slice(-BLOCK_BYTES);
  }
  return size > most ? { outcome: "too long" } : { outcome: "opened", blob: new Blob(parts, { type: mimeType }) };
}

async function isAsUploaded(blob: Blob, end: number, keys: AttachmentKeys): Promise<boolean> {
  const mac = hmac.create(sha256, keys.key.slice(KEY_BYTES));
  const digest = sha256.create();
  for (let from = 0; from < end; from += PIECE_BYTES) {
    const piece = await bytesOf(blob, from, Math.min(from + PIECE_BYTES, end));
    mac.update(piece);
    digest.update(piece);
  }
  const tag = await bytesOf(blob, end, blob.size);
  digest.update(tag);
  return sameBytes(joined(mac.digest()), tag) && sameBytes(joined(digest.digest()), keys.digest);
}

/** The plain bytes of a piece; undefined when the file ends in a wrong padding. */
async function decrypted(cipher: CryptoKey, iv: Bytes, sealed: Bytes, isLast: boolean): Promise<Bytes | undefined> {
  try {
    const padded = isLast ? sealed : joined(sealed, await paddingBehind(cipher, sealed));
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-CBC", iv }, cipher, padded));
  } catch {
    return undefined;
  }
}

/** WebCrypto always takes a padding off: before the end of a file it gets one, which is a block of its own. */
async function paddingBehind(cipher: CryptoKey, sealed: Bytes): Promise<Bytes> {
  const iv = sealed.slice(-BLOCK_BYTES);
  return new Uint8Array(await crypto.subtle.encrypt({ name: "AES-CBC", iv }, cipher, new Uint8Array(0)));
}

function cipherKey(key: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", key.slice(0, KEY_BYTES), "AES-CBC", false, ["encrypt", "decrypt"]);
}

async function bytesOf(blob: Blob, from: number, to: number): Promise<Bytes> {
  return new Uint8Array(await blob.slice(from, to).arrayBuffer());
}
