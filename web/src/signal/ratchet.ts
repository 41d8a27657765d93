/** The Double Ratchet: writes and reads the messages of a session, each with keys of its own. */
import { type Bytes, sameBytes } from "../protocol/bytes.ts";
import { decrypted, derived, encrypted, type Random } from "./algorithms.ts";
import { type Chain, chainOf, take, takeNext } from "./chain.ts";
import { agree, type KeyPair, makeKeyPair } from "./curve.ts";
import { hasMac, type SignalMessage, writeSignalMessage } from "./messages.ts";

/** How many of the other side's chains are kept for messages that come late: as in libsignal. */
const MOST_CHAINS = 5;

/** How far one session with another device has come. */
export interface SessionState {
  /** The other side's identity key. */
  readonly peer: Bytes;
  /** Of who began it: by it a repeated first message is known. */
  readonly baseKey: Bytes;
  readonly rootKey: Bytes;
  readonly ratchetKey: KeyPair;
  readonly sending: Chain;
  /** The latest last. */
  readonly receiving: readonly Receiving[];
  /** The last number of the sending chain before this one. */
  readonly previousCounter: number;
  /** How the session was begun: what each message must carry until the other side has shown that it knows. */
  readonly unanswered?: { readonly preKeyId?: number; readonly signedPreKeyId: number };
}

export interface Receiving {
  readonly ratchetKey: Bytes;
  readonly chain: Chain;
}

/** A root key and the first chain that grew from it. */
export interface Grown {
  readonly root: Bytes;
  readonly chain: Chain;
}

export type RatchetRead =
  | { readonly outcome: "decrypted"; readonly next: SessionState; readonly plaintext: Bytes }
  | { readonly outcome: "repeated" }
  | { readonly outcome: "undecryptable"; readonly why: string };

/** The beginning of a session, from what the handshake has agreed on, which is wiped. */
export function beginRoot(master: Bytes): Grown {
  const keys = derived(master, "WhisperText", 64);
  master.fill(0);
  return split(keys);
}

/** One turn of the ratchet. */
export function turn(root: Bytes, own: KeyPair, peer: Bytes): Grown {
  const shared = agree(own, peer);
  const keys = derived(shared, "WhisperRatchet", 64, root);
  shared.fill(0);
  return split(keys);
}

export function writeInSession(
  state: SessionState,
  own: Bytes,
  plaintext: Bytes,
): { readonly next: SessionState; readonly message: Bytes } {
  const taken = takeNext(state.sending);
  const keys = messageKeys(taken.seed);
  const message = writeSignalMessage(
    {
      ratchetKey: state.ratchetKey.key,
      counter: state.sending.index,
      previousCounter: state.previousCounter,
      ciphertext: encrypted(keys.cipher, keys.iv, plaintext),
    },
    keys.mac,
    { sender: own, receiver: state.peer },
  );
  wipe(keys);
  return { next: { ...state, sending: taken.rest }, message };
}

export function readInSession(state: SessionState, own: Bytes, message: SignalMessage, random: Random): RatchetRead {
  const known = state.receiving.find((each) => sameBytes(each.ratchetKey, message.ratchetKey));
  if (known !== undefined) {
    const opened = openInChain(known.chain, state.peer, own, message);
    if (opened.outcome !== "plain") return opened;
    const received = { ratchetKey: known.ratchetKey, chain: opened.rest };
    const receiving = state.receiving.map((each) => each === known ? received : each);
    return { outcome: "decrypted", next: { ...state, receiving, unanswered: undefined }, plaintext: opened.plaintext };
  }
  const theirs = turn(state.rootKey, state.ratchetKey, message.ratchetKey);
  const opened = openInChain(theirs.chain, state.peer, own, message);
  if (opened.outcome !== "plain") return opened;
  // Only now: nobody makes us turn the ratchet but who could write the message.
  const fresh = makeKeyPair(random);
  const ours = turn(theirs.root, fresh, message.ratchetKey);
  const next: SessionState = {
    peer: state.peer,
    baseKey: state.baseKey,
    rootKey: ours.root,
    ratchetKey: fresh,
    sending: ours.chain,
    receiving: [...state.receiving, { ratchetKey: message.ratchetKey, chain: opened.rest }].slice(-MOST_CHAINS),
    previousCounter: Math.max(state.sending.index - 1, 0),
  };
  return { outcome: "decrypted", next, plaintext: opened.plaintext };
}

type InChain =
  | { readonly outcome: "plain"; readonly plaintext: Bytes; readonly rest: Chain }
  | { readonly outcome: "repeated" }
  | { readonly outcome: "undecryptable"; readonly why: string };

function openInChain(chain: Chain, peer: Bytes, own: Bytes, message: SignalMessage): InChain {
  const taken = take(chain, message.counter);
  if (taken.outcome === "spent") return { outcome: "repeated" };
  if (taken.outcome === "too far ahead") return { outcome: "undecryptable", why: "too far ahead of what was read" };
  const keys = messageKeys(taken.seed);
  const isTheirs = hasMac(message, keys.mac, { sender: peer, receiver: own });
  const plaintext = isTheirs ? decrypted(keys.cipher, keys.iv, message.ciphertext) : undefined;
  wipe(keys);
  if (!isTheirs) return { outcome: "undecryptable", why: "the MAC doesn't hold" };
  if (plaintext === undefined) return { outcome: "undecryptable", why: "wrongly padded" };
  return { outcome: "plain", plaintext, rest: taken.rest };
}

interface MessageKeys {
  readonly cipher: Bytes;
  readonly mac: Bytes;
  readonly iv: Bytes;
}

/** Also wipes the seed. */
function messageKeys(seed: Bytes): MessageKeys {
  const keys = derived(seed, "WhisperMessageKeys", 80);
  seed.fill(0);
  const parts = { cipher: keys.slice(0, 32), mac: keys.slice(32, 64), iv: keys.slice(64) };
  keys.fill(0);
  return parts;
}

function wipe(keys: MessageKeys): void {
  keys.cipher.fill(0);
  keys.mac.fill(0);
}

function split(keys: Bytes): Grown {
  const grown = { root: keys.slice(0, 32), chain: chainOf(keys.slice(32), 0) };
  keys.fill(0);
  return grown;
}
