/**
 * Hides the digits of a PIN with what the session and the server share. Good once: the server takes none whose number is not
 * larger than the last one's.
 *
 * ```
 * iv 16 | AES-256-CBC of: digits | seconds since 1970, 8 bytes | number, 8 bytes
 * ```
 *
 * Both numbers have their least byte first.
 */
import { base64Url, type Bytes, findBase64, joined, randomBytes, utf8 } from "./bytes.ts";
import { agreeWith, type SessionKeys } from "./sessionKeys.ts";

export type HiddenPin =
  | { readonly outcome: "hidden"; readonly pin: string }
  | { readonly outcome: "refused"; readonly why: "not six digits" | "no key of the server" };

/**
 * @param pinToken the server's key, as the account has it in `pin_token_base64`
 * @param now milliseconds since 1970
 * @param number larger than that of each PIN which this session has hidden before: see `pinNumber`
 */
export async function hidePin(
  digits: string,
  keys: SessionKeys,
  pinToken: string,
  now: number,
  number: bigint,
  iv: Bytes = randomBytes(16),
): Promise<HiddenPin> {
  if (!/^[0-9]{6}$/.test(digits)) return { outcome: "refused", why: "not six digits" };
  const shared = await agreeWith(keys, findBase64(pinToken) ?? new Uint8Array(0));
  if (shared === undefined) return { outcome: "refused", why: "no key of the server" };
  const plain = joined(utf8(digits), littleEndian(BigInt(Math.floor(now / 1000))), littleEndian(number));
  const key = await crypto.subtle.importKey("raw", shared, "AES-CBC", false, ["encrypt"]);
  shared.fill(0);
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-CBC", iv }, key, plain));
  plain.fill(0);
  return { outcome: "hidden", pin: base64Url(joined(iv, sealed)) };
}

/** A number for the next PIN: the time in nanoseconds, and more than the last one when the clock was set back. */
export function pinNumber(now: number, last: bigint): bigint {
  const time = BigInt(Math.floor(now)) * 1_000_000n;
  return time > last ? time : last + 1n;
}

function littleEndian(number: bigint): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, number, true);
  return bytes;
}
