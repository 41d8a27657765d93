/** How a device gets linked to an account: the address that it shows, and the secret that a signed-in device hands it. */
import { base64, findBase64, sameBytes, utf8 } from "../protocol/bytes.ts";
import type { Bytes } from "../protocol/bytes.ts";
import { findId, type Id } from "../protocol/ids.ts";
import { Fields, jsonBytes, parseJson } from "../protocol/json.ts";
import { type Random, SECURE } from "./algorithms.ts";
import { findKey, type KeyPair, keyPairOf, SECRET_BYTES } from "./curve.ts";
import { openForDevice, sealForDevice } from "./deviceSeal.ts";

/**
 * The address that a device shows as a QR code. Read it only from the device's own screen: an attacker whose address is linked to an
 * account reads everything that is said from then on.
 */
export interface LinkAddress {
  /** The id under which the device waits at the server. */
  readonly device: Id;
  /** The key that the answer is sealed with, 33 bytes. */
  readonly key: Bytes;
}

/** The secret that a signed-in device hands over to the new device that it links. */
export interface LinkSecret {
  /** Of the account, which all its devices share. */
  readonly identity: KeyPair;
  readonly user: Id;
  /** Of the device that hands it over. */
  readonly session: Id;
  /** The new device signs in with it. */
  readonly code: string;
}

const LONGEST_ADDRESS = 512;
const LONGEST_SECRET = 16_384;
const LONGEST_CODE = 256;
const ADDRESS = /^mixin:\/\/device\/auth\?id=([^&]*)&pub_key=([^&]*)$/;

/** The address in `text`; undefined when the text is not an address. */
export function findLinkAddress(text: string): LinkAddress | undefined {
  const parts = text.length <= LONGEST_ADDRESS ? ADDRESS.exec(text) : null;
  const device = findId(parts?.[1]);
  const key = findKey(findBase64(unescaped(parts?.[2] ?? "")) ?? new Uint8Array(0));
  return device === undefined || key === undefined ? undefined : { device, key };
}

/** The address as apps read it. */
export function linkAddressText(address: LinkAddress): string {
  return `mixin://device/auth?id=${address.device}&pub_key=${encodeURIComponent(base64(address.key))}`;
}

/** The secret as text, sealed for the device that shows `key`. */
export function sealLinkSecret(secret: LinkSecret, key: Bytes, random: Random = SECURE): string {
  const plain = jsonBytes({
    identity_key_public: base64(secret.identity.key),
    identity_key_private: base64(secret.identity.secret),
    user_id: secret.user,
    session_id: secret.session,
    provisioning_code: secret.code,
    platform: "Desktop",
  });
  const sealed = sealForDevice(key, plain, random);
  plain.fill(0);
  return base64(jsonBytes({ public_key: base64(sealed.key), body: base64(sealed.body) }));
}

/** The secret that was sealed for `device`; undefined when it was for another device, was changed on the way, or is something else. */
export function openLinkSecret(text: string, device: KeyPair): LinkSecret | undefined {
  const plain = openLinkText(text, device);
  const fields = plain && Fields.of(parseJson(plain)?.document);
  if (fields === undefined) return undefined;
  const identity = identityOf(fields);
  const user = fields.id("user_id"), session = fields.id("session_id"), code = fields.value("provisioning_code");
  const isCode = typeof code === "string" && code !== "" && code.length <= LONGEST_CODE;
  return identity && user && session && isCode ? { identity, user, session, code } : undefined;
}

/** The bytes that were sealed for `device`, of any kind. */
export function openLinkText(text: string, device: KeyPair): Bytes | undefined {
  const outer = text.length <= LONGEST_SECRET
    ? Fields.of(parseJson(findBase64(text) ?? utf8(""))?.document)
    : undefined;
  const key = outer?.bytes("public_key"), body = outer?.bytes("body");
  return key && body && openForDevice({ key, body }, device);
}

function identityOf(fields: Fields): KeyPair | undefined {
  const secret = fields.bytes("identity_key_private"), key = fields.bytes("identity_key_public");
  if (secret?.length !== SECRET_BYTES || key === undefined) return undefined;
  const pair = keyPairOf(secret);
  return sameBytes(pair.key, key) ? pair : undefined;
}

function unescaped(text: string): string {
  try {
    // Not every client escapes the plus of base64.
    return decodeURIComponent(text.replaceAll("+", "%2B"));
  } catch {
    return "";
  }
}
