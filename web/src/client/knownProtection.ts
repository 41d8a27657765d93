/**
 * How messages to and from each user were protected so far. The server is believed when it says this of somebody for the first time,
 * and when it says that they take more than nothing; after that, only the person in front of the page can change it.
 */
import type { Id } from "../protocol/ids.ts";
import type { Protection } from "./api.ts";
import { kind, type Records } from "./sealing/records.ts";

interface Levels {
  readonly takes: Protection;
  /** The best protection of what the user has said. */
  readonly speaks: Protection;
  /** What the server says otherwise than before, until it is accepted. */
  readonly claimed?: Protection;
}

// Nobody is forgotten, for they could come back as anything then.
const USER = kind<Levels>("protection.user", Number.MAX_SAFE_INTEGER);
const UNKNOWN: Levels = { takes: "none", speaks: "none" };
const STRENGTH: Readonly<Record<Protection, number>> = { none: 0, encrypted: 1, signal: 2 };

export function isWeaker(one: Protection, other: Protection): boolean {
  return STRENGTH[one] < STRENGTH[other];
}

/** How the user takes messages, now that the server has said something of it. */
export function learnProtection(records: Records, user: Id, said: Protection): Protection {
  const levels = records.find(USER, user) ?? UNKNOWN;
  const takes = levels.takes === "none" ? said : levels.takes;
  const { claimed: _, ...unclaimed } = levels;
  const next: Levels = takes === said ? { ...unclaimed, takes } : { ...unclaimed, takes, claimed: said };
  if (next.takes !== levels.takes || next.claimed !== levels.claimed) records.put(USER, user, next);
  return takes;
}

export function protectionOf(records: Records, user: Id): { takes: Protection; inDoubt: boolean } {
  const levels = records.find(USER, user) ?? UNKNOWN;
  return { takes: levels.takes, inDoubt: levels.claimed !== undefined };
}

/**
 * A message was opened, or could be read as it was: remembers how it was protected.
 * @return whether it is less protected than earlier ones of its author
 */
export function weighProtection(records: Records, author: Id, by: Protection): boolean {
  const levels = records.find(USER, author) ?? UNKNOWN;
  if (isWeaker(levels.speaks, by)) records.put(USER, author, { ...levels, speaks: by });
  return isWeaker(by, levels.speaks);
}

/** Believes what the server says of the user, and how they speak now. @return false when there is nothing that is not believed */
export function acceptProtection(records: Records, user: Id): boolean {
  const levels = records.find(USER, user);
  if (levels?.claimed === undefined) return false;
  records.put(USER, user, { takes: levels.claimed, speaks: "none" });
  return true;
}
