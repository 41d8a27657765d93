/** The rosters of our conversations. At most 10,000 are kept; where one is forgotten, everybody is handed a new sender key. */
import type { Id } from "../../protocol/ids.ts";
import type { DeviceAddress } from "../../signal/sessions.ts";
import type { DeviceOf, Rooms } from "./device.ts";
import { type KeptRecords, kind, type Records } from "./records.ts";
import {
  asOutdated,
  type HasKey,
  hasReadersBeside,
  inDoubtAbout,
  joinedSince,
  type Members,
  type Roster,
  rosterOf,
  withKeys,
  withoutKeys,
} from "./roster.ts";

const ROSTER = kind<Roster>("sealing.roster", 10_000);
const COUNTER = kind<number>("sealing.said-counter", 1);
const NEXT = "next";

/** The number of what we say next, in all conversations. */
export function nextNumber(records: Records): number {
  return records.find(COUNTER, NEXT) ?? 1;
}

/** Takes that number. */
export function takeNumber(records: Records): number {
  const number = nextNumber(records);
  records.put(COUNTER, NEXT, number + 1);
  return number;
}

export class Rosters {
  /** @param joined hears of users with new devices in a conversation, before anything is sealed for them */
  constructor(
    private readonly store: KeptRecords,
    private readonly device: DeviceOf,
    private readonly rooms: Rooms,
    private readonly joined: (conversation: Id, users: ReadonlySet<Id>) => void,
  ) {}

  /** As it is, as far as we know; asked for where we don't. Undefined when we are not in the conversation. */
  async current(conversation: Id): Promise<Roster | undefined> {
    const known = await this.store.inTransaction((records) => findRoster(records, conversation));
    return known === undefined || known.outdated ? await this.fetch(conversation) : known;
  }

  /**
   * As the server has it now. When a device has gone that was in it, our sender key goes with it: that device can't read what we say
   * from then on. Nor can somebody who was handed it in place of its user.
   */
  async fetch(conversation: Id): Promise<Roster | undefined> {
    const members = await this.rooms.findMembers(conversation);
    const { roster, joined } = await this.#keep(conversation, members);
    if (joined.size > 0) this.joined(conversation, joined);
    return roster;
  }

  #keep(
    conversation: Id,
    members: Members | undefined,
  ): Promise<{ readonly roster: Roster | undefined; readonly joined: ReadonlySet<Id> }> {
    return this.store.inTransaction((records) => {
      const before = findRoster(records, conversation);
      if (members === undefined) {
        this.device(records).rotateSenderKey(conversation);
        // Should we come back, those who were there before may still ask for what we said then.
        if (before !== undefined) records.put(ROSTER, conversation, asOutdated(withoutKeys(before)));
        return { roster: undefined, joined: new Set<Id>() };
      }
      const now = rosterOf(members, before, nextNumber(records));
      const gone = before === undefined
        ? this.device(records).hasSenderKey(conversation)
        : hasReadersBeside(before, now);
      if (gone) this.device(records).rotateSenderKey(conversation);
      const roster = gone ? withoutKeys(now) : now;
      records.put(ROSTER, conversation, roster);
      return { roster, joined: before === undefined ? new Set<Id>() : joinedSince(now, before) };
    });
  }

  /** Remembers which devices have our sender key now. */
  handed(conversation: Id, devices: readonly DeviceAddress[], key: HasKey): Promise<void> {
    return this.store.inTransaction((records) =>
      change(records, conversation, (roster) => withKeys(roster, devices, key))
    );
  }

  /** Asks anew before the next message. */
  outdated(conversation: Id): Promise<void> {
    return this.store.inTransaction((records) => markOutdated(records, conversation));
  }
}

export function findRoster(records: Records, conversation: Id): Roster | undefined {
  return records.find(ROSTER, conversation);
}

export function markOutdated(records: Records, conversation: Id): void {
  change(records, conversation, asOutdated);
}

/**
 * Gives up our sender keys that this user's devices were handed, because it was not the user's identity key that they were handed
 * under. Takes effect before the next message, whatever is being handed over meanwhile.
 */
export function rostersInDoubt(records: Records, user: Id): void {
  for (const conversation of records.names(ROSTER)) {
    change(
      records,
      conversation,
      (roster) => roster.seats.some((seat) => seat.device.user === user) ? inDoubtAbout(roster, user) : roster,
    );
  }
}

function change(records: Records, conversation: Id, to: (roster: Roster) => Roster): void {
  const roster = findRoster(records, conversation);
  if (roster !== undefined) records.put(ROSTER, conversation, to(roster));
}
