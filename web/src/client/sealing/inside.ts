/**
 * The content that the apps seal in a `SIGNAL_…`: mostly that of a `PLAIN_…` of the same kind; for some kinds, that content in base64.
 */
import { base64, type Bytes, findBase64, textOf, utf8 } from "../../protocol/bytes.ts";

const IN_BASE_64 = new Set(["IMAGE", "VIDEO", "AUDIO", "DATA", "STICKER", "CONTACT", "LIVE"]);

/** @param kind such as `TEXT` */
export function inside(kind: string, content: Bytes): Bytes {
  return IN_BASE_64.has(kind) ? utf8(base64(content)) : content;
}

/** The content, as a `PLAIN_…` carries it. Of transcripts the apps read both spellings. */
export function outside(kind: string, sealed: Bytes): Bytes {
  const maybe = IN_BASE_64.has(kind) || kind === "TRANSCRIPT";
  const isJson = sealed[0] === 0x7b || sealed[0] === 0x5b;
  return !maybe || sealed.length === 0 || isJson ? sealed : findBase64(textOf(sealed)) ?? sealed;
}
