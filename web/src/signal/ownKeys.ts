/** The device's own keys: its identity, and the pre-keys with which others begin sessions. */
import type { KeyUpload, OneTimePreKey } from "../protocol/blaze.ts";
import type { Random } from "./algorithms.ts";
import { type KeyPair, makeKeyPair, sign } from "./curve.ts";
import type { KeyRecords, OwnRecord } from "./records.ts";

/** The identity of a device: the identity key of its user, which all devices of a user share, and a number of its own. */
export interface OwnIdentity {
  readonly pair: KeyPair;
  /** 1 to 16380: sent once, when the device signs in. */
  readonly registrationId: number;
}

/** How many one-time pre-keys can be made at once: the apps make 700. */
export const MOST_PRE_KEYS = 1000;

const MOST_REGISTRATION_IDS = 16380;
// As the apps: ids go round within 24 bits, and never are 0.
const MOST_IDS = 0xfffffe;

/** For the first device of a user, or, with the pair that was handed over, for another one. */
export function makeIdentity(random: Random, pair: KeyPair = makeKeyPair(random)): OwnIdentity {
  return { pair, registrationId: 1 + numberBelow(MOST_REGISTRATION_IDS, random) };
}

export class OwnKeys {
  constructor(private readonly records: KeyRecords) {}

  findIdentity(): OwnIdentity | undefined {
    return this.records.find("key.own", "identity");
  }

  create(identity: OwnIdentity, random: Random): void {
    if (this.findIdentity() !== undefined) throw new Error("the store has the keys of a device already");
    this.put({
      ...identity,
      nextOneTimeId: 1 + numberBelow(MOST_IDS, random),
      nextSignedId: 1 + numberBelow(MOST_IDS, random),
    });
  }

  /** Makes a signed pre-key and `count` one-time ones. Earlier ones stay: what was sealed with them may be on its way. */
  add(count: number, random: Random): KeyUpload {
    if (count < 0 || count > MOST_PRE_KEYS) throw new Error(`not 0 to ${MOST_PRE_KEYS} pre-keys`);
    const own = this.own();
    const oneTime: OneTimePreKey[] = [];
    let id = own.nextOneTimeId;
    for (let i = 0; i < count; i++, id = after(id)) {
      const pair = makeKeyPair(random);
      this.records.put("key.one-time", String(id), pair);
      oneTime.push({ id, key: pair.key });
    }
    const signed = makeKeyPair(random);
    this.records.put("key.signed", String(own.nextSignedId), signed);
    this.put({ ...own, nextOneTimeId: id, nextSignedId: after(own.nextSignedId) });
    const signature = sign(own.pair, signed.key, random);
    return { identity: own.pair.key, signed: { id: own.nextSignedId, key: signed.key, signature }, oneTime };
  }

  /** Whether `add` has ever been called. */
  any(): boolean {
    return this.findSigned(before(this.own().nextSignedId)) !== undefined;
  }

  findSigned(id: number): KeyPair | undefined {
    return this.records.find("key.signed", String(id));
  }

  findOneTime(id: number): KeyPair | undefined {
    return this.records.find("key.one-time", String(id));
  }

  removeOneTime(id: number | undefined): void {
    if (id !== undefined) this.records.remove("key.one-time", String(id));
  }

  private own(): OwnRecord {
    const own = this.records.find("key.own", "identity");
    if (own === undefined) throw new Error("the store has no keys of a device");
    return own;
  }

  private put(own: OwnRecord): void {
    const { pair, registrationId, nextOneTimeId, nextSignedId } = own;
    this.records.put("key.own", "identity", { pair, registrationId, nextOneTimeId, nextSignedId });
  }
}

/** A random number from 0 that is below `bound`. It is drawn from 2^48, so that the numbers are as good as even. */
export function numberBelow(bound: number, random: Random): number {
  return random(6).reduce((number, byte) => number * 256 + byte, 0) % bound;
}

function after(id: number): number {
  return id % MOST_IDS + 1;
}

function before(id: number): number {
  return id === 1 ? MOST_IDS : id - 1;
}
