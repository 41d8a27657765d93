/** The conversations of this device, sealed: hands our key to who is there, seals, and does what other devices ask for. */
import type { Bytes } from "../../protocol/bytes.ts";
import type { Id } from "../../protocol/ids.ts";
import { envelopeBytes } from "../../signal/envelope.ts";
import type { DeviceAddress } from "../../signal/sessions.ts";
import { Turns } from "../turns.ts";
import { Answering } from "./answering.ts";
import { addChore, Chores } from "./chores.ts";
import type { DeviceOf, OwnMessages, Rooms, Said } from "./device.ts";
import { type Handed, Handover } from "./handover.ts";
import { inside } from "./inside.ts";
import { findOffered, removeOffered } from "./offered.ts";
import type { KeptRecords, Records } from "./records.ts";
import { type Roster, rosterChecksum, withoutKey } from "./roster.ts";
import { Rosters, rostersInDoubt, takeNumber } from "./rosters.ts";
import { allWaiting, waitOf } from "./waiting.ts";

const MOST_HANDOVERS = 10;
const HANDED_AT_ONCE = 200;
const ASKED_AGAIN_AFTER = 3_600_000;
const MOST_TIMES_ASKED = 5;

/**
 * `changed`: these users' identity keys are others than before; nothing was sealed. `not-allowed`: we are not in the conversation, or
 * may not write there. `restless`: the devices in it change faster than they can be handed a key.
 */
export type Sealed =
  | { readonly outcome: "ready"; readonly payload: Bytes; readonly checksum: string }
  | { readonly outcome: "changed"; readonly users: ReadonlySet<Id> }
  | { readonly outcome: "not-allowed" }
  | { readonly outcome: "restless" };

export class SealedConversations<R extends Records> {
  readonly rosters: Rosters;
  readonly #handover: Handover;
  readonly #chores: Chores;
  readonly #turns = new Turns();
  readonly #stock: PreKeyStock<R>;

  /**
   * @param keep remembers, in the transaction that seals it, what is said and its number, for devices that can't read it
   * @param joined hears of users with new devices in a conversation, before anything is sealed for them
   * @param keysLeft hears whether the server has keys of this device, or refuses them
   */
  constructor(
    private readonly self: DeviceAddress,
    private readonly store: KeptRecords<R>,
    private readonly device: DeviceOf,
    rooms: Rooms,
    said: OwnMessages<R>,
    private readonly keep: (records: R, said: Said, number: number) => Promise<void>,
    joined: (conversation: Id, users: ReadonlySet<Id>) => void,
    keysLeft: (left: boolean) => void,
  ) {
    this.rosters = new Rosters(store, device, rooms, joined);
    this.#handover = new Handover(self, store, device, rooms, this.rosters);
    this.#stock = new PreKeyStock(store, device, rooms, keysLeft);
    const answering = new Answering(store, device, rooms, this.rosters, this.#handover, said, this.#turns);
    this.#chores = new Chores(store, {
      perform: (chore) => answering.perform(chore),
      hourly: () => this.store.inTransaction(askAgain),
      refillWhenDue: () => this.#stock.refillWhenDue(),
    });
  }

  /** Does what was left undone, once the server can be asked. */
  start(): void {
    this.#chores.look();
  }

  close(): void {
    this.#chores.close();
  }

  /** Something is to be done now. @param unreadable also: others may have no keys of ours left */
  look(unreadable = false): void {
    if (unreadable) this.#stock.hurry();
    this.#chores.look();
  }

  /** Leaves keys once more, of the identity that the device has now. */
  leaveKeysAgain(): void {
    this.#stock.startOver();
    this.#chores.look();
  }

  /** Seals something for everybody in its conversation, once all have been handed the key. */
  seal(said: Said): Promise<Sealed> {
    return this.#turns.in(said.conversation, () => this.#handOverAndSeal(said));
  }

  /** Accepts the identity key that the user has come with. @return false when there is none */
  async acceptIdentity(user: Id): Promise<boolean> {
    const accepted = await this.store.inTransaction((records) => {
      const key = findOffered(records, user);
      if (key === undefined) return false;
      this.device(records).acceptIdentity(user, key);
      rostersInDoubt(records, user);
      removeOffered(records, user);
      for (const from of allWaiting(records)) {
        if (from.device.user === user) askForKey(records, from);
      }
      return true;
    });
    this.#chores.look();
    return accepted;
  }

  async #handOverAndSeal(said: Said): Promise<Sealed> {
    for (let i = 0; i < MOST_HANDOVERS; i++) {
      const roster = i === 0
        ? await this.rosters.current(said.conversation)
        : await this.rosters.fetch(said.conversation);
      if (roster === undefined) return { outcome: "not-allowed" };
      const handed = await this.#handOver(said.conversation, roster);
      if (handed.outcome === "all") return await this.#seal(said, roster);
      if (handed.outcome === "refused") return { outcome: "not-allowed" };
      if (handed.outcome === "changed") return handed;
    }
    return { outcome: "restless" };
  }

  async #handOver(conversation: Id, roster: Roster): Promise<Handed> {
    const without = withoutKey(roster, this.self);
    for (let from = 0; from < without.length; from += HANDED_AT_ONCE) {
      const handed = await this.#handover.to(without.slice(from, from + HANDED_AT_ONCE), conversation, roster);
      if (handed.outcome !== "all") return handed;
    }
    return { outcome: "all" };
  }

  #seal(said: Said, roster: Roster): Promise<Sealed> {
    const lasting = said.expireIn === 0 ? { ...said, expireIn: roster.expireIn } : said;
    return this.store.inTransaction(async (records) => {
      await this.keep(records, lasting, takeNumber(records));
      const device = this.device(records);
      device.makeSenderKey(said.conversation);
      const sealing = device.seal(said.conversation, inside(said.kind, said.content));
      if (sealing.outcome === "no key") throw new Error("a sender key was just made");
      const payload = envelopeBytes(sealing.envelope);
      return { outcome: "ready" as const, payload, checksum: rosterChecksum(roster) };
    });
  }
}

function askAgain(records: Records): void {
  const longAgo = Date.now() - ASKED_AGAIN_AFTER;
  for (const from of allWaiting(records)) {
    const { asked, times } = waitOf(records, from);
    if (times < MOST_TIMES_ASKED && (asked === undefined || asked < longAgo)) askForKey(records, from);
  }
}

function askForKey(records: Records, from: { conversation: Id; device: DeviceAddress }): void {
  const { messages } = waitOf(records, from);
  addChore(records, { what: "ask-for-key", ...from, messages: messages.slice(-1) });
}

const LOW = 500;
const FULL = 700;
// They take a while to make, and with the first ones others can begin.
const BATCH = 50;
const LOOKED_AT_EVERY = 86_400_000;
const AT_MOST_EVERY = 60_000;

/**
 * Sees to it that the server has keys of ours for those who want to begin a session: 700, as the apps leave, once fewer than 500 are
 * left.
 */
class PreKeyStock<R extends Records> {
  #due = 0;
  #lookedAt = 0;
  #hurried = false;
  #wanted = false;

  constructor(
    private readonly store: KeptRecords<R>,
    private readonly device: DeviceOf,
    private readonly rooms: Rooms,
    private readonly keysLeft: (left: boolean) => void,
  ) {}

  startOver(): void {
    this.#due = 0;
    this.#wanted = true;
  }

  /** Looks at it soon: somebody has used some up, or could not. */
  hurry(): void {
    this.#hurried = true;
    this.#due = Math.min(this.#due, this.#lookedAt === 0 ? 0 : this.#lookedAt + AT_MOST_EVERY);
  }

  async refillWhenDue(): Promise<number> {
    const now = Date.now();
    if (now >= this.#due) {
      this.#lookedAt = now;
      this.#hurried = false;
      this.#due = now + AT_MOST_EVERY;
      await this.#refill();
      if (!this.#hurried) this.#due = now + LOOKED_AT_EVERY;
    }
    return Math.max(0, this.#due - Date.now());
  }

  async #refill(): Promise<void> {
    const count = await this.rooms.countPreKeys();
    // If a device has lost its store, the keys it left before are useless to everybody.
    const hasSome = await this.store.inTransaction((records) => this.device(records).hasPreKeys());
    const wanted = count < LOW || !hasSome || this.#wanted;
    for (let now = count; wanted && (now === count || now < FULL); now += BATCH) {
      const keys = await this.store.inTransaction((records) => this.device(records).makePreKeys(BATCH));
      if (await this.rooms.leavePreKeys(keys) === "refused") {
        this.keysLeft(false);
        return;
      }
      this.#wanted = false;
      this.keysLeft(true);
    }
    this.keysLeft(true);
  }
}
