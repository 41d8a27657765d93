/** Devices that talk to each other without a server: each has its records, and leaves its pre-keys for the others to take. */
import { ok } from "node:assert";
import type { KeyBundle, OneTimePreKey, SignedPreKey } from "../../src/protocol/blaze.ts";
import type { Id } from "../../src/protocol/ids.ts";
import { idOfBytes } from "../../src/protocol/ids.ts";
import type { Envelope } from "../../src/signal/envelope.ts";
import type { Sealing } from "../../src/signal/outcomes.ts";
import { makeIdentity, type OwnIdentity } from "../../src/signal/ownKeys.ts";
import type { DeviceAddress } from "../../src/signal/sessions.ts";
import { SignalDevice } from "../../src/signal/signalDevice.ts";
import type { Chance } from "../randomly.ts";
import { TestingRecords } from "./testingRecords.ts";

export class TestingDevice {
  readonly records = new TestingRecords();
  readonly address: DeviceAddress;
  private readonly chance: Chance;
  private signed: SignedPreKey | undefined;
  private oneTime: OneTimePreKey[] = [];

  constructor(chance: Chance, user: Id = someId(chance), identity: OwnIdentity = makeIdentity(chance.bytes)) {
    this.chance = chance;
    this.address = { user, session: someId(chance) };
    SignalDevice.create(user, identity, this.records, chance.bytes);
  }

  /** Its end of the encryption, over the records as they are now. */
  signal(): SignalDevice {
    const found = SignalDevice.find(this.address.user, this.records, this.chance.bytes);
    ok(found);
    return found;
  }

  /** Leaves more pre-keys for the others. */
  leave(count: number): void {
    const upload = this.signal().makePreKeys(count);
    this.signed = upload.signed;
    this.oneTime.push(...upload.oneTime);
  }

  /** The keys with which somebody may begin a session; a one-time pre-key comes once, and none when they are used up. */
  bundle(): KeyBundle {
    ok(this.signed);
    const { pair, registrationId } = this.signal().identity;
    return { ...this.address, registrationId, identity: pair.key, signed: this.signed, oneTime: this.oneTime.shift() };
  }

  begin(other: TestingDevice): void {
    ok(this.signal().begin(other.bundle()).outcome === "begun");
  }
}

/** The envelope of something that must have been sealed. */
export function envelopeOf(sealing: Sealing): Envelope {
  ok(sealing.outcome === "sealed", sealing.outcome);
  return sealing.envelope;
}

export function someId(chance: Chance): Id {
  return idOfBytes(chance.bytes(16));
}
