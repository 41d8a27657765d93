/**
 * The requests between devices when one can't read the other's messages: for its sender key, and then for the messages. A message is
 * sent again only to devices that were there when it was sent.
 */
import type { Id } from "../../protocol/ids.ts";
import { envelopeBytes } from "../../signal/envelope.ts";
import { addressName, type DeviceAddress } from "../../signal/sessions.ts";
import type { Turns } from "../turns.ts";
import type { Chore } from "./chores.ts";
import type { DeviceOf, OwnMessages, Request, Rooms } from "./device.ts";
import type { Handover } from "./handover.ts";
import { inside } from "./inside.ts";
import type { KeptRecords, Records } from "./records.ts";
import { findSeat, type Seat } from "./roster.ts";
import type { Rosters } from "./rosters.ts";
import { asked, waitOf } from "./waiting.ts";

const MOST_TRIES = 3;
const MOST_ASKED_AT_ONCE = 100;
const LATELY = 3_600_000;
const MOST_TIMES_LATELY = 20;
const MOST_DEVICES = 10_000;

export class Answering<R extends Records> {
  // How often each device has asked for our key lately: an answer costs it one of its own keys, and a broken client might ask without
  // end.
  readonly #askedLately = new Map<string, { readonly since: number; readonly count: number }>();

  constructor(
    private readonly store: KeptRecords<R>,
    private readonly device: DeviceOf,
    private readonly rooms: Rooms,
    private readonly rosters: Rosters,
    private readonly handover: Handover,
    private readonly said: OwnMessages<R>,
    private readonly turns: Turns,
  ) {}

  perform(chore: Chore): Promise<void> {
    const { conversation, device } = chore;
    switch (chore.what) {
      case "ask-for-key":
        return this.#askForKey(conversation, device, chore.messages[0]);
      case "ask-for-messages":
        return this.#askForMessages(conversation, device);
      case "hand-key":
        return this.turns.in(conversation, () => this.#handKey(conversation, device));
      case "say-again":
        return this.turns.in(conversation, () => this.#sayAgain(conversation, device, chore.messages));
    }
  }

  async #askForKey(conversation: Id, device: DeviceAddress, message: Id | undefined): Promise<void> {
    await this.rooms.tell(conversation, device, {
      ...request("RESEND_KEY"),
      ...(message === undefined ? {} : { message }),
    });
    await this.store.inTransaction((records) => asked(records, { conversation, device }, Date.now()));
  }

  async #askForMessages(conversation: Id, device: DeviceAddress): Promise<void> {
    const { messages } = await this.store.inTransaction((records) => waitOf(records, { conversation, device }));
    if (messages.length > 0) {
      await this.rooms.tell(conversation, device, request("RESEND_MESSAGES", messages.slice(0, MOST_ASKED_AT_ONCE)));
    }
  }

  async #handKey(conversation: Id, device: DeviceAddress): Promise<void> {
    if (!this.#mayAsk(device)) return;
    for (let tried = 0; tried < MOST_TRIES; tried++) {
      const roster = tried === 0 ? await this.rosters.current(conversation) : await this.rosters.fetch(conversation);
      const seat = roster && findSeat(roster, device);
      if (roster === undefined || seat === undefined || seat.bot) continue;
      const handed = await this.handover.inNewSession(device, conversation, roster);
      if (handed.outcome !== "outdated") {
        await this.#tellWhenWithout(conversation, device);
        return;
      }
    }
  }

  async #tellWhenWithout(conversation: Id, device: DeviceAddress): Promise<void> {
    const roster = await this.rosters.current(conversation);
    if (roster === undefined || findSeat(roster, device)?.key !== "handed") {
      await this.rooms.tell(conversation, device, request("NO_KEY"));
    }
  }

  async #sayAgain(conversation: Id, device: DeviceAddress, messages: readonly Id[]): Promise<void> {
    const roster = await this.rosters.current(conversation);
    const seat = roster && findSeat(roster, device);
    if (seat === undefined || seat.bot) return;
    if (!await this.store.inTransaction((records) => this.device(records).hasSession(device))) {
      await this.handover.begin([device]);
    }
    for (const message of messages) await this.#sayOneAgain(conversation, seat, message);
  }

  async #sayOneAgain(conversation: Id, seat: Seat, message: Id): Promise<void> {
    const { device } = seat;
    const sealed = await this.store.inTransaction(async (records) => {
      const kept = await this.said.find(records, message);
      const may = kept !== undefined && kept.said.conversation === conversation && kept.number >= seat.since &&
        !kept.again.includes(addressName(device));
      if (!may) return undefined;
      const { said } = kept;
      const sealing = this.device(records).sealFor(device, inside(said.kind, said.content), message);
      return sealing.outcome === "sealed" ? { said, payload: envelopeBytes(sealing.envelope) } : undefined;
    });
    // Refused while we or they are not in the conversation, it may be asked for again.
    if (sealed !== undefined && await this.rooms.sendAgain(device, sealed.said, sealed.payload) === "done") {
      await this.store.inTransaction((records) => this.said.wentAgain(records, message, device));
    }
  }

  #mayAsk(device: DeviceAddress): boolean {
    const name = addressName(device);
    const before = this.#askedLately.get(name);
    const now = Date.now();
    const times = before === undefined || before.since + LATELY < now ? { since: now, count: 0 } : before;
    this.#askedLately.delete(name);
    this.#askedLately.set(name, { ...times, count: times.count + 1 });
    const eldest = this.#askedLately.keys().next().value;
    if (this.#askedLately.size > MOST_DEVICES && eldest !== undefined) this.#askedLately.delete(eldest);
    return times.count < MOST_TIMES_LATELY;
  }
}

function request(action: Request["action"], messages: readonly Id[] = []): Request {
  return { action, messages };
}
