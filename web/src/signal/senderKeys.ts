/** The sender keys of conversations, our own and others'. */
import { base64Url, type Bytes, sameBytes } from "../protocol/bytes.ts";
import type { Id } from "../protocol/ids.ts";
import { decrypted, derived, encrypted, HASH_BYTES, type Random } from "./algorithms.ts";
import { type Chain, chainOf, leadsTo, MOST_AHEAD, onwards, skipTo, take, takeNext } from "./chain.ts";
import { makeKeyPair } from "./curve.ts";
import {
  type Distribution,
  isSignedWith,
  parseDistribution,
  parseSenderKeyMessage,
  writeDistribution,
  writeSenderKeyMessage,
} from "./messages.ts";
import type { Opening, Sealing } from "./outcomes.ts";
import { numberBelow } from "./ownKeys.ts";
import type { KeyRecords, SenderKeyState } from "./records.ts";
import { addressName, type DeviceAddress } from "./sessions.ts";

/** How many of a device's keys are kept for messages that come late: as in libsignal. */
const MOST_STATES = 5;
const MOST_KEY_IDS = 0x7fffffff;

export class SenderKeys {
  constructor(private readonly records: KeyRecords, private readonly random: Random) {}

  /** Our own key as it is now, to be handed out; made first if there isn't one. */
  handOut(conversation: Id): Bytes {
    const { keyId, chain, signingKey } = this.find(ownName(conversation))[0] ?? this.create(conversation);
    return writeDistribution({ keyId, chain, signingKey, conversation });
  }

  /** Forgets our own key: the next one is handed out to those who are there then. */
  forgetOwn(conversation: Id): void {
    this.records.remove("key.sender", ownName(conversation));
  }

  /** Forgets all keys that devices of this user have handed us. */
  forgetOf(user: Id): void {
    for (const name of this.records.names("key.sender")) {
      if (name.includes(`/${user}/`)) this.records.remove("key.sender", name);
    }
  }

  hasOwn(conversation: Id): boolean {
    return this.find(ownName(conversation)).length > 0;
  }

  /**
   * Keeps what `handOut` of another device has made. False when it is something else, or the key of another conversation: then what
   * is said there could be shown as said here.
   */
  accept(conversation: Id, sender: DeviceAddress, written: Bytes): boolean {
    const handed = parseDistribution(written);
    if (handed === undefined || !this.isOf(conversation, sender, handed)) return false;
    const name = nameOf(conversation, sender);
    const states = this.find(name);
    const known = states.find((each) => each.keyId === handed.keyId && sameBytes(each.signingKey, handed.signingKey));
    const { keyId, chain, signingKey } = handed;
    const newest = known ? handedAgain(known, handed) : { keyId, chain, signingKey };
    const others = states.filter((each) => each.keyId !== keyId);
    this.records.put("key.sender", name, [newest, ...others].slice(0, MOST_STATES));
    return true;
  }

  seal(conversation: Id, plaintext: Bytes): Sealing {
    const state = this.find(ownName(conversation))[0];
    if (state?.signingPair === undefined) return { outcome: "no key" };
    const taken = takeNext(state.chain);
    const keys = keysOf(taken.seed);
    const ciphertext = encrypted(keys.cipher, keys.iv, plaintext);
    keys.cipher.fill(0);
    const fields = { keyId: state.keyId, iteration: state.chain.index, ciphertext };
    const message = writeSenderKeyMessage(fields, state.signingPair, this.random);
    this.records.put("key.sender", ownName(conversation), [{ ...state, chain: taken.rest }]);
    return { outcome: "sealed", envelope: { type: "sender key", message } };
  }

  open(conversation: Id, sender: DeviceAddress, written: Bytes): Opening {
    const name = nameOf(conversation, sender);
    const states = this.find(name);
    if (states.length === 0) return { outcome: "no key" };
    const message = parseSenderKeyMessage(written);
    if (message === undefined) return { outcome: "unreadable", why: "not a message under a sender key" };
    const state = states.find((each) => each.keyId === message.keyId);
    if (state === undefined) return { outcome: "no key" };
    if (!isSignedWith(message, state.signingKey)) return { outcome: "unreadable", why: "the signature doesn't hold" };
    const taken = take(state.chain, message.iteration);
    if (taken.outcome === "spent") return { outcome: "duplicate" };
    if (taken.outcome === "too far ahead") return { outcome: "unreadable", why: "too far ahead of what was read" };
    const keys = keysOf(taken.seed);
    const plaintext = decrypted(keys.cipher, keys.iv, message.ciphertext);
    keys.cipher.fill(0);
    if (plaintext === undefined) return { outcome: "unreadable", why: "wrongly padded" };
    const next = states.map((each) => each === state ? { ...each, chain: taken.rest } : each);
    this.records.put("key.sender", name, next);
    return { outcome: "opened", plaintext };
  }

  /** As the key itself says; when it doesn't, a key is of the conversation that it first came for. */
  private isOf(conversation: Id, sender: DeviceAddress, handed: Distribution): boolean {
    if ((handed.conversation ?? conversation) !== conversation) return false;
    const key = `${addressName(sender)}/${base64Url(handed.signingKey)}`;
    const home = this.records.find("key.sender-home", key);
    if (home === undefined) this.records.put("key.sender-home", key, conversation);
    return home === undefined || home === conversation;
  }

  private create(conversation: Id): SenderKeyState {
    const signingPair = makeKeyPair(this.random);
    const state: SenderKeyState = {
      keyId: numberBelow(MOST_KEY_IDS, this.random),
      chain: chainOf(this.random(HASH_BYTES), 0),
      signingKey: signingPair.key,
      signingPair,
    };
    this.records.put("key.sender", ownName(conversation), [state]);
    return state;
  }

  private find(name: string): readonly SenderKeyState[] {
    return this.records.find("key.sender", name) ?? [];
  }
}

/**
 * The state after the same key was handed to us once more. We never go back: messages could then be read a second time. We move to
 * the chain handed to us only when our own doesn't lead there.
 */
function handedAgain(state: SenderKeyState, handed: { readonly chain: Chain }): SenderKeyState {
  const ahead = handed.chain.index - state.chain.index;
  if (ahead < 0) return state;
  if (ahead <= MOST_AHEAD && leadsTo(skipTo(state.chain, handed.chain.index), handed.chain)) return state;
  return { ...state, chain: onwards(state.chain, handed.chain) };
}

/** An initialisation vector of 16 bytes and an AES key of 32; wipes the seed. */
function keysOf(seed: Bytes): { readonly iv: Bytes; readonly cipher: Bytes } {
  const keys = derived(seed, "WhisperGroup", 48);
  seed.fill(0);
  const parts = { iv: keys.slice(0, 16), cipher: keys.slice(16) };
  keys.fill(0);
  return parts;
}

function ownName(conversation: Id): string {
  return `${conversation}/own`;
}

function nameOf(conversation: Id, sender: DeviceAddress): string {
  return `${conversation}/${addressName(sender)}`;
}
