/** The token that each request carries: a JWT, bound to the method, the target and the body of that one request. */
import { sha256 } from "@noble/hashes/sha2.js";
import { base64Url, type Bytes, hex, joined, NOTHING, utf8 } from "./bytes.ts";
import { type Id, randomId } from "./ids.ts";
import { jsonBytes } from "./json.ts";
import type { SessionKeys } from "./sessionKeys.ts";

/** How long a token is good for, in seconds: the server only looks at it while it takes the request. */
export const TOKEN_LIFE = 30 * 60;

const HEADER = base64Url(utf8('{"alg":"EdDSA","typ":"JWT"}'));

/** The session that asks. */
export interface TokenOwner {
  readonly user: Id;
  readonly session: Id;
  readonly keys: SessionKeys;
}

/**
 * A token for one request.
 *
 * @param target path and query, as they stand on the request line
 * @param now milliseconds since 1970
 * @param requestId the claim `jti`
 */
export async function signToken(
  owner: TokenOwner,
  method: string,
  target: string,
  body: Bytes = NOTHING,
  now: number = Date.now(),
  requestId: Id = randomId(),
): Promise<string> {
  const issuedAt = Math.floor(now / 1000);
  const claims = {
    uid: owner.user,
    sid: owner.session,
    iat: issuedAt,
    exp: issuedAt + TOKEN_LIFE,
    jti: requestId,
    sig: requestSignature(method, target, body),
    scp: "FULL",
  };
  const signed = `${HEADER}.${base64Url(jsonBytes(claims))}`;
  const signature = await crypto.subtle.sign("Ed25519", owner.keys.signing, utf8(signed));
  return `${signed}.${base64Url(new Uint8Array(signature))}`;
}

/** The claim that binds a token to a request: hex of SHA-256 over method, target and body, one after the other. */
export function requestSignature(method: string, target: string, body: Bytes): string {
  return hex(sha256(joined(utf8(method), utf8(target), body)));
}
