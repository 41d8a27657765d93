/** X3DH, as libsignal does it in version 3: two devices agree on the beginning of a session, while only one of them is there. */
import { type Bytes, joined, NOTHING } from "../protocol/bytes.ts";
import type { KeyBundle } from "../protocol/blaze.ts";
import type { Random } from "./algorithms.ts";
import { agree, type KeyPair, makeKeyPair } from "./curve.ts";
import type { PreKeyMessage } from "./messages.ts";
import { beginRoot, type SessionState, turn } from "./ratchet.ts";

/** The session that one begins with the keys that another has left. */
export function beginSession(own: KeyPair, bundle: KeyBundle, random: Random): SessionState {
  const base = makeKeyPair(random), ratchet = makeKeyPair(random);
  const { identity, signed, oneTime } = bundle;
  const begun = beginRoot(master(
    agree(own, signed.key),
    agree(base, identity),
    agree(base, signed.key),
    oneTime ? agree(base, oneTime.key) : NOTHING,
  ));
  const turned = turn(begun.root, ratchet, signed.key);
  return {
    peer: identity,
    baseKey: base.key,
    rootKey: turned.root,
    ratchetKey: ratchet,
    sending: turned.chain,
    receiving: [{ ratchetKey: signed.key, chain: begun.chain }],
    previousCounter: 0,
    unanswered: { preKeyId: oneTime?.id, signedPreKeyId: signed.id },
  };
}

/** The same session, on the side of the other. */
export function answerSession(
  own: KeyPair,
  signedPreKey: KeyPair,
  oneTimePreKey: KeyPair | undefined,
  first: PreKeyMessage,
): SessionState {
  const begun = beginRoot(master(
    agree(signedPreKey, first.identityKey),
    agree(own, first.baseKey),
    agree(signedPreKey, first.baseKey),
    oneTimePreKey ? agree(oneTimePreKey, first.baseKey) : NOTHING,
  ));
  return {
    peer: first.identityKey,
    baseKey: first.baseKey,
    rootKey: begun.root,
    ratchetKey: signedPreKey,
    sending: begun.chain,
    receiving: [],
    previousCounter: 0,
  };
}

/** 32 bytes of ff, which no key can be, and what was agreed on; all of it is wiped but the result. */
function master(...agreed: readonly Bytes[]): Bytes {
  const all = joined(new Uint8Array(32).fill(0xff), ...agreed);
  agreed.forEach((each) => each.fill(0));
  return all;
}
