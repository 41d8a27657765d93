/**
 * By which two people make sure that nobody is between them: when both see the same number, each has the other's identity key. It
 * is Signal's numeric fingerprint, version 0, of 5,200 rounds, with the user's id as the stable identifier.
 */
import { sha512 } from "@noble/hashes/sha2.js";
import { type Bytes, joined, utf8 } from "../protocol/bytes.ts";
import type { Id } from "../protocol/ids.ts";

const ROUNDS = 5200;
const VERSION = Uint8Array.of(0, 0);

/** One end: a user, and their identity key as far as we know. */
export interface Fingerprinted {
  readonly user: Id;
  readonly key: Bytes;
}

/** 60 digits, the same for both, whoever is named first. */
export function safetyNumber(one: Fingerprinted, other: Fingerprinted): string {
  return [half(one), half(other)].sort().join("");
}

/** As people read it aloud: twelve groups of five. */
export function spokenSafetyNumber(digits: string): string {
  return (digits.match(/.{5}/g) ?? []).join(" ");
}

function half(end: Fingerprinted): string {
  let hash: Bytes = joined(VERSION, end.key, utf8(end.user));
  for (let i = 0; i < ROUNDS; i++) hash = sha512(joined(hash, end.key));
  let digits = "";
  for (let at = 0; at < 30; at += 5) {
    const number = hash.subarray(at, at + 5).reduce((all, byte) => all * 256 + byte, 0);
    digits += String(number % 100_000).padStart(5, "0");
  }
  return digits;
}
