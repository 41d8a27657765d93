/** Bytes, and how the protocol spells them as text: UTF-8, hex, and base64 in each client's own alphabet. */
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js";

export type Bytes = Uint8Array<ArrayBuffer>;

export const NOTHING: Bytes = new Uint8Array(0);

export function joined(...parts: readonly Bytes[]): Bytes {
  return concatBytes(...parts);
}

export function randomBytes(count: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(count));
}

/** Whether both are the same. Takes as long for any two of the same length; the length itself is not a secret. */
export function sameBytes(one: Bytes, other: Bytes): boolean {
  let difference = one.length ^ other.length;
  for (let i = 0; i < one.length && i < other.length; i++) difference |= one[i]! ^ other[i]!;
  return difference === 0;
}

export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/** The text in these bytes; what is not UTF-8 becomes U+FFFD. */
export function textOf(bytes: Bytes): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

export function hex(bytes: Bytes): string {
  return bytesToHex(bytes);
}

/** The bytes that are spelled so; undefined when the text is not hex. */
export function findHex(text: string): Bytes | undefined {
  return /^(?:[0-9a-fA-F]{2})*$/.test(text) ? hexToBytes(text) : undefined;
}

/** The standard alphabet with padding: the spelling of `data` and of keys. */
export function base64(bytes: Bytes): string {
  return spelled(bytes, "+/") + "=".repeat((3 - (bytes.length % 3)) % 3);
}

/** The alphabet for addresses, without padding: the spelling of `data_base64` and tokens. */
export function base64Url(bytes: Bytes): string {
  return spelled(bytes, "-_");
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const INVALID = 255;
const SKIPPED = 254;
const VALUES = values();

/**
 * The bytes of `text` in either alphabet, or a mix; white space and `=` are skipped. Undefined when there is any other
 * character, or a length that no bytes have.
 */
export function findBase64(text: string): Bytes | undefined {
  const bytes = new Uint8Array(Math.floor(text.length * 3 / 4) + 3);
  let size = 0, bits = 0, held = 0;
  for (let at = 0; at < text.length; at++) {
    const value = VALUES[text.charCodeAt(at)] ?? INVALID;
    if (value === INVALID) return undefined;
    if (value === SKIPPED) continue;
    bits = ((bits << 6) | value) & 0xffffff;
    held += 6;
    if (held < 24) continue;
    bytes[size++] = bits >> 16;
    bytes[size++] = bits >> 8;
    bytes[size++] = bits;
    held = 0;
  }
  if (held === 6) return undefined;
  if (held === 12) bytes[size++] = bits >> 4;
  if (held === 18) {
    bytes[size++] = bits >> 10;
    bytes[size++] = bits >> 2;
  }
  return bytes.slice(0, size);
}

function spelled(bytes: Bytes, last: string): string {
  const alphabet = LETTERS + last;
  const letters: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const three = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    letters.push(alphabet[three >> 18]! + alphabet[(three >> 12) & 63]!);
    if (at + 1 < bytes.length) letters.push(alphabet[(three >> 6) & 63]!);
    if (at + 2 < bytes.length) letters.push(alphabet[three & 63]!);
  }
  return letters.join("");
}

function values(): Uint8Array {
  const all = new Uint8Array(128).fill(INVALID);
  [...LETTERS].forEach((letter, value) => all[letter.charCodeAt(0)] = value);
  for (const [letters, value] of [["+-", 62], ["/_", 63], [" \t\r\n=", SKIPPED]] as const) {
    for (const letter of letters) all[letter.charCodeAt(0)] = value;
  }
  return all;
}
