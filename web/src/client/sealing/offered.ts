/**
 * The identity keys that others have come with lately and that are not the ones we know: of each user the latest, until it is
 * accepted. Of at most 10,000 users.
 */
import type { Bytes } from "../../protocol/bytes.ts";
import type { Id } from "../../protocol/ids.ts";
import { kind, type Records } from "./records.ts";

const OFFERED = kind<Bytes>("sealing.offered", 10_000);

export function findOffered(records: Records, user: Id): Bytes | undefined {
  return records.find(OFFERED, user);
}

export function offer(records: Records, user: Id, key: Bytes): void {
  records.put(OFFERED, user, key);
}

export function removeOffered(records: Records, user: Id): void {
  records.remove(OFFERED, user);
}

/** The users who have come with another identity key. */
export function allOffered(records: Records): readonly Id[] {
  return records.names(OFFERED);
}
