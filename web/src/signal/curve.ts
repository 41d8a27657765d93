/**
 * Curve25519 as Signal uses it: key pairs agree on secrets (X25519) and sign (XEdDSA). A public key is written as the byte 5 and
 * 32 bytes.
 *
 * Secrets are multiplied by @noble/curves, which works on BigInt: its steps don't depend on the secret, but how long a BigInt
 * takes may. An attacker who can measure this device's time finely is not defended against: see
 * `docs/decisions/web-encryption.md`.
 */
import { ed25519, x25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { type Bytes, joined, sameBytes } from "../protocol/bytes.ts";
import { type Random, SECURE } from "./algorithms.ts";

export interface KeyPair {
  /** 32 bytes, clamped. */
  readonly secret: Bytes;
  /** 33 bytes. */
  readonly key: Bytes;
}

export const KEY_BYTES = 33;
export const SECRET_BYTES = 32;
export const SIGNATURE_BYTES = 64;

const { Point } = ed25519;
const { Fp, Fn } = Point;
const TYPE = 5;
// XEdDSA's hash1: 2^256 - 2 in 32 bytes comes before what is hashed.
const HASH_1 = Uint8Array.from({ length: 32 }, (_, i) => i === 0 ? 0xfe : 0xff);
// The points of order 1, 2, 4 and 8, on the curve and on its twist.
const LOW_ORDER: ReadonlySet<bigint> = new Set([
  0n,
  1n,
  Fp.ORDER - 1n,
  325606250916557431795983626356110631294008115727848805560023387167927233504n,
  39382357235489614581723060781553021112529911719440698176882885853963445705823n,
]);

export function makeKeyPair(random: Random = SECURE): KeyPair {
  const chance = random(SECRET_BYTES);
  try {
    return keyPairOf(chance);
  } finally {
    chance.fill(0);
  }
}

/** The pair of a private key of 32 bytes. Its bits are clamped: a pair that is handed on must not depend on it. */
export function keyPairOf(privateKey: Bytes): KeyPair {
  if (privateKey.length !== SECRET_BYTES) throw new Error("a private key has 32 bytes");
  const secret = privateKey.slice();
  secret[0]! &= 248;
  secret[31] = (secret[31]! & 127) | 64;
  return { secret, key: joined(Uint8Array.of(TYPE), x25519.getPublicKey(secret) as Bytes) };
}

/**
 * The public key in these bytes; undefined when they have another type or length, a number that is not below the field's prime,
 * or a point of low order: nobody can be talked into a secret that everybody knows.
 */
export function findKey(written: Bytes | undefined): Bytes | undefined {
  if (written?.length !== KEY_BYTES || written[0] !== TYPE) return undefined;
  const u = numberOf(written.subarray(1));
  return u < Fp.ORDER && !LOW_ORDER.has(u) ? written.slice() : undefined;
}

/** The 32 bytes that only this pair and the owner of `peer` can compute; `peer` is a key that `findKey` has found. */
export function agree(pair: KeyPair, peer: Bytes): Bytes {
  return joined(x25519.getSharedSecret(pair.secret, peer.subarray(1)) as Bytes);
}

/** Signs, so that `isSignedBy` holds. */
export function sign(pair: KeyPair, message: Bytes, random: Random = SECURE): Bytes {
  const chance = random(64);
  const secret = Fn.create(numberOf(pair.secret));
  const own = Point.BASE.multiply(secret).toBytes() as Bytes;
  const nonce = Fn.create(numberOf(sha512(joined(HASH_1, pair.secret, message, chance))));
  const first = Point.BASE.multiply(nonce).toBytes() as Bytes;
  const second = Fn.toBytes(Fn.add(nonce, Fn.mul(challenge(first, own, message), secret))) as Bytes;
  second[31]! |= own[31]! & 0x80;
  chance.fill(0);
  return joined(first, second);
}

/**
 * Whether the owner of `key` signed the message: XEdDSA as Signal writes it, which is an Ed25519 signature whose highest bit
 * tells the sign of the signer's Edwards point. As in the JDK, the point must come out exactly, not only but for its torsion.
 */
export function isSignedBy(key: Bytes, message: Bytes, signature: Bytes): boolean {
  if (signature.length !== SIGNATURE_BYTES) return false;
  const first = signature.slice(0, 32), second = signature.slice(32);
  const sign = second[31]! & 0x80;
  second[31]! &= 0x7f;
  try {
    const own = edwardsOf(key, sign);
    const signer = Point.fromBytes(own);
    const scalar = Fn.fromBytes(second);
    const expected = Point.BASE.multiplyUnsafe(scalar).subtract(signer.multiplyUnsafe(challenge(first, own, message)));
    return sameBytes(expected.toBytes() as Bytes, first);
  } catch {
    return false; // not a point of the curve, or a number that is not below the order of its points
  }
}

/** The Edwards form of a key. No division by zero: u = -1 is not among the keys that `findKey` finds. */
function edwardsOf(key: Bytes, sign: number): Bytes {
  const u = numberOf(key.subarray(1));
  const written = Fp.toBytes(Fp.mul(Fp.sub(u, 1n), Fp.inv(Fp.add(u, 1n)))) as Bytes;
  written[31]! |= sign;
  return written;
}

function challenge(first: Bytes, own: Bytes, message: Bytes): bigint {
  return Fn.create(numberOf(sha512(joined(first, own, message))));
}

/** The number that bytes spell, the least first. */
function numberOf(bytes: Uint8Array): bigint {
  let digits = "";
  for (let i = bytes.length - 1; i >= 0; i--) digits += bytes[i]!.toString(16).padStart(2, "0");
  return BigInt("0x" + digits);
}
