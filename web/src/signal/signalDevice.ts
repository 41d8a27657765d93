/**
 * One device's end of the end-to-end encryption: seals what it says, opens what it hears.
 *
 * The device seals a message of a conversation once, with its sender key for the conversation, and hands that key to each other
 * device in a session with it. Sealing and opening spend keys: what a method changes in the records is to be stored, all of it or
 * nothing, before a sealed message is sent and together with what was opened. Nothing here waits, sends or fetches.
 *
 * A refused message changes nothing. MACs are compared in constant time. No error names a key or a message.
 */
import { type Bytes, NOTHING } from "../protocol/bytes.ts";
import type { KeyBundle, KeyUpload } from "../protocol/blaze.ts";
import type { Id } from "../protocol/ids.ts";
import { type Random, SECURE } from "./algorithms.ts";
import type { Envelope } from "./envelope.ts";
import { Identities } from "./identities.ts";
import type { Beginning, Opening, Sealing } from "./outcomes.ts";
import { type OwnIdentity, OwnKeys } from "./ownKeys.ts";
import type { KeyRecords } from "./records.ts";
import { safetyNumber } from "./safetyNumber.ts";
import { SenderKeys } from "./senderKeys.ts";
import { type DeviceAddress, Sessions } from "./sessions.ts";

export class SignalDevice {
  private readonly ownKeys: OwnKeys;
  private readonly identities: Identities;
  private readonly sessions: Sessions;
  private readonly senderKeys: SenderKeys;

  private constructor(
    private readonly self: Id,
    readonly identity: OwnIdentity,
    records: KeyRecords,
    private readonly random: Random,
  ) {
    this.ownKeys = new OwnKeys(records);
    this.identities = new Identities(records, self, identity.pair.key);
    this.sessions = new Sessions(records, identity, this.ownKeys, this.identities, random);
    this.senderKeys = new SenderKeys(records, random);
  }

  /** A new device of `self`; the records must have none yet. */
  static create(self: Id, identity: OwnIdentity, records: KeyRecords, random: Random = SECURE): SignalDevice {
    new OwnKeys(records).create(identity, random);
    return new SignalDevice(self, identity, records, random);
  }

  /** The device whose keys are in the records; undefined when there are none. Good for one step. */
  static find(self: Id, records: KeyRecords, random: Random = SECURE): SignalDevice | undefined {
    const identity = new OwnKeys(records).findIdentity();
    return identity && new SignalDevice(self, identity, records, random);
  }

  /** Makes keys for others to begin sessions with: a signed one and `oneTime` others. */
  makePreKeys(oneTime: number): KeyUpload {
    return this.ownKeys.add(oneTime, this.random);
  }

  /** Whether any pre-keys were made yet: without, nobody can begin a session with this device. */
  hasPreKeys(): boolean {
    return this.ownKeys.any();
  }

  /** Whether something can be sealed for this device. */
  hasSession(peer: DeviceAddress): boolean {
    return this.sessions.has(peer);
  }

  /** Begins a session with a device that has left these keys. Earlier ones stay readable. */
  begin(bundle: KeyBundle): Beginning {
    return this.sessions.begin(bundle);
  }

  /** Forgets all sessions with this device. */
  removeSession(peer: DeviceAddress): void {
    this.sessions.remove(peer);
  }

  /**
   * Seals our sender key of a conversation for one device: a `SIGNAL_KEY`. Makes the key if we have none. The device can read what is
   * sealed from then on.
   */
  sealSenderKey(conversation: Id, peer: DeviceAddress): Sealing {
    return this.sessions.has(peer)
      ? this.sessions.seal(peer, this.senderKeys.handOut(conversation))
      : { outcome: "no key" };
  }

  /**
   * Opens a `SIGNAL_KEY`, and keeps the sender key that is in it. Should there be something else in it, it is unreadable, yet what it
   * was sealed with is spent.
   */
  openSenderKey(conversation: Id, sender: DeviceAddress, envelope: Envelope): Opening {
    if (envelope.type === "sender key") return { outcome: "unreadable", why: "a sender key sealed with a sender key" };
    const opening = this.open(conversation, sender, envelope);
    if (opening.outcome !== "opened") return opening;
    return this.senderKeys.accept(conversation, sender, opening.plaintext)
      ? { outcome: "opened", plaintext: NOTHING }
      : { outcome: "unreadable", why: "not a sender key inside" };
  }

  /** Whether something can be sealed for this conversation. */
  hasSenderKey(conversation: Id): boolean {
    return this.senderKeys.hasOwn(conversation);
  }

  /** Makes our own sender key for a conversation, if it has none. */
  makeSenderKey(conversation: Id): void {
    this.senderKeys.handOut(conversation);
  }

  /** Gives up our sender key of a conversation, because somebody who has it has left: the next one is handed to those who stay. */
  rotateSenderKey(conversation: Id): void {
    this.senderKeys.forgetOwn(conversation);
  }

  /** Seals something for all who have our sender key of this conversation. */
  seal(conversation: Id, plaintext: Bytes): Sealing {
    return this.senderKeys.seal(conversation, plaintext);
  }

  /** Seals something for one device, in a session with it; `first` is the message that it repeats for a device that couldn't read it. */
  sealFor(peer: DeviceAddress, plaintext: Bytes, first?: Id): Sealing {
    const sealing = this.sessions.seal(peer, plaintext);
    return sealing.outcome === "sealed" && first !== undefined
      ? { outcome: "sealed", envelope: { ...sealing.envelope, again: first } }
      : sealing;
  }

  /** Opens a `SIGNAL_…` other than a key. */
  open(conversation: Id, sender: DeviceAddress, envelope: Envelope): Opening {
    switch (envelope.type) {
      case "session":
        return this.sessions.open(sender, envelope.message);
      case "new session":
        return this.sessions.openFirst(sender, envelope.message);
      case "sender key":
        return this.senderKeys.open(conversation, sender, envelope.message);
    }
  }

  /** The identity key that is taken for this user's; undefined when we never met. */
  findIdentity(user: Id): Bytes | undefined {
    return this.identities.find(user);
  }

  /**
   * Accepts this identity key as the user's. If it is another key than before, the person must have decided. The sender keys that we
   * were handed under the old key are then forgotten. Devices that were handed ours under the old key still have them: replace those
   * with `rotateSenderKey`.
   */
  acceptIdentity(user: Id, key: Bytes): void {
    if (this.identities.findOther(user, key) !== undefined) this.senderKeys.forgetOf(user);
    this.identities.put(user, key);
  }

  /** The number to compare with this user; undefined when we never met. */
  findSafetyNumber(user: Id): string | undefined {
    const key = this.identities.find(user);
    return key && this.safetyNumber(user, key);
  }

  /** The number to compare if this were the user's identity key. */
  safetyNumber(user: Id, key: Bytes): string {
    return safetyNumber({ user: this.self, key: this.identity.pair.key }, { user, key });
  }
}
