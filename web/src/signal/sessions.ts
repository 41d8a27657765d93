/**
 * The sessions with other devices. With each device there is the one we write in, and earlier ones, in which the other side may
 * still write. Both may begin one at once; then each reads both, and writes in the one in which it has read last.
 */
import { type Bytes, sameBytes } from "../protocol/bytes.ts";
import type { KeyBundle } from "../protocol/blaze.ts";
import type { Id } from "../protocol/ids.ts";
import type { Random } from "./algorithms.ts";
import { findKey, isSignedBy } from "./curve.ts";
import type { EnvelopeType } from "./envelope.ts";
import { answerSession, beginSession } from "./handshake.ts";
import type { Identities } from "./identities.ts";
import {
  parsePreKeyMessage,
  parseSignalMessage,
  type PreKeyMessage,
  type SignalMessage,
  writePreKeyMessage,
} from "./messages.ts";
import type { Beginning, Opening, Sealing } from "./outcomes.ts";
import type { OwnIdentity, OwnKeys } from "./ownKeys.ts";
import { readInSession, type SessionState, writeInSession } from "./ratchet.ts";
import type { KeyRecords } from "./records.ts";

/** One device of a user: whom sessions are with, and whose sender keys are held. */
export interface DeviceAddress {
  readonly user: Id;
  readonly session: Id;
}

/** How many sessions with a device are kept beside the current one: as in libsignal. */
const MOST_ARCHIVED = 40;

export function addressName(address: DeviceAddress): string {
  return `${address.user}/${address.session}`;
}

export class Sessions {
  constructor(
    private readonly records: KeyRecords,
    private readonly own: OwnIdentity,
    private readonly ownKeys: OwnKeys,
    private readonly identities: Identities,
    private readonly random: Random,
  ) {}

  /** Whether something can be sealed for this device. */
  has(peer: DeviceAddress): boolean {
    return this.findUsable(peer) !== undefined;
  }

  remove(peer: DeviceAddress): void {
    this.records.remove("key.session", addressName(peer));
  }

  begin(bundle: KeyBundle): Beginning {
    const identity = findKey(bundle.identity), signedKey = findKey(bundle.signed.key);
    if (!identity || !signedKey || !isSignedBy(identity, signedKey, bundle.signed.signature)) {
      return { outcome: "forged" };
    }
    const other = this.identities.findOther(bundle.user, identity);
    if (other !== undefined) return other;
    const oneTime = findKey(bundle.oneTime?.key) && bundle.oneTime;
    const begun = beginSession(this.own.pair, { ...bundle, oneTime }, this.random);
    this.put(bundle, [begun, ...this.find(bundle)]);
    this.identities.put(bundle.user, identity);
    return { outcome: "begun" };
  }

  seal(peer: DeviceAddress, plaintext: Bytes): Sealing {
    const states = this.findUsable(peer);
    const state = states?.[0];
    if (states === undefined || state === undefined) return { outcome: "no key" };
    const { next, message } = writeInSession(state, this.own.pair.key, plaintext);
    this.put(peer, promoted(states, state, next));
    return state.unanswered === undefined
      ? sealed("session", message)
      : sealed("new session", this.firstMessage(state, state.unanswered, message));
  }

  open(peer: DeviceAddress, written: Bytes): Opening {
    const states = this.find(peer);
    if (states.length === 0) return { outcome: "no key" };
    const message = parseSignalMessage(written);
    return message === undefined
      ? { outcome: "unreadable", why: "not a message of a session" }
      : this.openIn(peer, states, states, message);
  }

  openFirst(peer: DeviceAddress, written: Bytes): Opening {
    const first = parsePreKeyMessage(written);
    const message = first && parseSignalMessage(first.message);
    if (first === undefined || message === undefined) {
      return { outcome: "unreadable", why: "not a first message of a session" };
    }
    const other = this.identities.findOther(peer.user, first.identityKey);
    if (other !== undefined) return other;
    const states = this.find(peer);
    // Each message is a first one until it is answered: only one of them begins the session.
    if (states.some((each) => sameBytes(each.baseKey, first.baseKey))) {
      return this.openIn(peer, states, states, message);
    }
    return this.openBeginning(peer, first, message, states);
  }

  private openBeginning(
    peer: DeviceAddress,
    first: PreKeyMessage,
    message: SignalMessage,
    earlier: readonly SessionState[],
  ): Opening {
    const signed = this.ownKeys.findSigned(first.signedPreKeyId);
    if (signed === undefined) return { outcome: "unreadable", why: "sealed with a signed pre-key that we don't have" };
    const oneTime = first.preKeyId === undefined ? undefined : this.ownKeys.findOneTime(first.preKeyId);
    if (first.preKeyId !== undefined && oneTime === undefined) {
      return { outcome: "unreadable", why: "sealed with a one-time pre-key that is spent" };
    }
    const begun = answerSession(this.own.pair, signed, oneTime, first);
    // In no earlier session, where a message could be read that this beginning is not from.
    const opening = this.openIn(peer, [begun, ...earlier], [begun], message);
    if (opening.outcome === "opened") {
      this.ownKeys.removeOneTime(first.preKeyId);
      this.identities.put(peer.user, first.identityKey);
    }
    return opening;
  }

  /** Tries the current session, then the earlier ones: the other side may not yet know of ours. */
  private openIn(
    peer: DeviceAddress,
    states: readonly SessionState[],
    tried: readonly SessionState[],
    message: SignalMessage,
  ): Opening {
    let refusal: Opening = { outcome: "unreadable", why: "of no session that we have" };
    for (const state of tried) {
      const read = readInSession(state, this.own.pair.key, message, this.random);
      if (read.outcome === "repeated") return { outcome: "duplicate" };
      if (read.outcome === "undecryptable") {
        if (state === states[0]) refusal = { outcome: "unreadable", why: read.why };
        continue;
      }
      const other = this.identities.findOther(peer.user, state.peer);
      if (other !== undefined) return other;
      this.put(peer, promoted(states, state, read.next));
      return { outcome: "opened", plaintext: read.plaintext };
    }
    return refusal;
  }

  private firstMessage(
    state: SessionState,
    begun: { readonly preKeyId?: number; readonly signedPreKeyId: number },
    message: Bytes,
  ): Bytes {
    return writePreKeyMessage({
      registrationId: this.own.registrationId,
      preKeyId: begun.preKeyId,
      signedPreKeyId: begun.signedPreKeyId,
      baseKey: state.baseKey,
      identityKey: this.own.pair.key,
      message,
    });
  }

  private findUsable(peer: DeviceAddress): readonly SessionState[] | undefined {
    const states = this.find(peer);
    const current = states[0];
    return current && this.identities.findOther(peer.user, current.peer) === undefined ? states : undefined;
  }

  private find(peer: DeviceAddress): readonly SessionState[] {
    return this.records.find("key.session", addressName(peer)) ?? [];
  }

  private put(peer: DeviceAddress, states: readonly SessionState[]): void {
    this.records.put("key.session", addressName(peer), states.slice(0, 1 + MOST_ARCHIVED));
  }
}

/** With `next` in the place of `previous`, and as the current one. */
function promoted(
  states: readonly SessionState[],
  previous: SessionState,
  next: SessionState,
): readonly SessionState[] {
  return [next, ...states.filter((each) => each !== previous)];
}

function sealed(type: EnvelopeType, message: Bytes): Sealing {
  return { outcome: "sealed", envelope: { type, message } };
}
