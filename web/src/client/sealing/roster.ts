/** The devices of a conversation, as far as we know, and which of them have our sender key. */
import { checksumOf, type Id } from "../../protocol/ids.ts";
import { addressName, type DeviceAddress } from "../../signal/sessions.ts";

export function sameDevice(one: DeviceAddress, other: DeviceAddress): boolean {
  return one.user === other.user && one.session === other.session;
}

/**
 * Whether a device has our sender key. `cant`: it has left no keys to seal it with, and asks once it has. `doubt`: it was handed it
 * under an identity key that turned out not to be the user's, so that nobody knows who has it.
 */
export type HasKey = "none" | "handed" | "cant" | "doubt";

export interface Seat {
  readonly device: DeviceAddress;
  readonly bot: boolean;
  /** The number of the first thing we said that was meant for it. */
  readonly since: number;
  readonly key: HasKey;
}

export interface Roster {
  readonly seats: readonly Seat[];
  /** Seconds after reading at which what is said there disappears; 0 is never. */
  readonly expireIn: number;
  /** Whether somebody may have come or gone since the server was asked. */
  readonly outdated: boolean;
}

export interface Member {
  readonly device: DeviceAddress;
  readonly bot: boolean;
}

export interface Members {
  readonly devices: readonly Member[];
  readonly expireIn: number;
}

/** The roster after one before. @param next the number of what we say next, the first for those who have just come */
export function rosterOf(members: Members, before: Roster | undefined, next: number): Roster {
  const known = new Map(before?.seats.map((seat) => [addressName(seat.device), seat]));
  const seats = new Map<string, Seat>();
  for (const { device, bot } of members.devices) {
    const seat = known.get(addressName(device));
    const now: Seat = seat === undefined
      ? { device, bot, since: next, key: "none" }
      : { ...seat, key: seat.key === "handed" ? "handed" : "none" };
    seats.set(addressName(device), now);
  }
  return { seats: [...seats.values()], expireIn: members.expireIn, outdated: false };
}

export function rosterChecksum(roster: Roster): string {
  return checksumOf(roster.seats.map((seat) => seat.device.session));
}

export function findSeat(roster: Roster, device: DeviceAddress): Seat | undefined {
  return roster.seats.find((seat) => sameDevice(seat.device, device));
}

/** The people's devices beside `self` that can't read what we say. */
export function withoutKey(roster: Roster, self: DeviceAddress): readonly DeviceAddress[] {
  return roster.seats
    .filter((seat) => !seat.bot && seat.key === "none" && !sameDevice(seat.device, self))
    .map((seat) => seat.device);
}

/** Whether somebody may have our sender key who is not in `later`. */
export function hasReadersBeside(roster: Roster, later: Roster): boolean {
  return roster.seats.some((seat) => seat.key === "doubt" || findSeat(later, seat.device) === undefined);
}

/** The users with devices in it that were not in `before`; nothing is sealed for bots, so theirs don't count. */
export function joinedSince(roster: Roster, before: Roster): ReadonlySet<Id> {
  return new Set(
    roster.seats
      .filter((seat) => !seat.bot && findSeat(before, seat.device) === undefined)
      .map((seat) => seat.device.user),
  );
}

export function withKeys(roster: Roster, devices: readonly DeviceAddress[], key: HasKey): Roster {
  const named = new Set(devices.map(addressName));
  return each(roster, (seat) => named.has(addressName(seat.device)) && seat.key !== "doubt" ? { ...seat, key } : seat);
}

/** When this user has another identity key than we took for theirs. */
export function inDoubtAbout(roster: Roster, user: Id): Roster {
  return asOutdated(each(roster, (seat) => seat.device.user === user ? { ...seat, key: "doubt" } : seat));
}

/** When nobody has our sender key any more. */
export function withoutKeys(roster: Roster): Roster {
  return each(roster, (seat) => ({ ...seat, key: "none" }));
}

export function asOutdated(roster: Roster): Roster {
  return { ...roster, outdated: true };
}

function each(roster: Roster, change: (seat: Seat) => Seat): Roster {
  return { ...roster, seats: roster.seats.map(change) };
}
