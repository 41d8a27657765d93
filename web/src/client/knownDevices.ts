/**
 * The keys of others' sessions for boxes, each as the server has first named it. A session keeps its key as long as it lives, so that
 * another one is not used unless the change is accepted. A session that comes beside known ones is used at once.
 */
import type { Id } from "../protocol/ids.ts";
import type { ApiDevice } from "./api.ts";
import { kind, type Records } from "./sealing/records.ts";

interface Keys {
  readonly keys: Readonly<Record<Id, string>>;
  /** The keys that the server names now, until they are accepted. */
  readonly offered?: Readonly<Record<Id, string>>;
}

const USER = kind<Keys>("protection.devices", Number.MAX_SAFE_INTEGER);
// The latest of a user; those that are there have come later than those that are gone.
const MOST_OF_A_USER = 100;

/** Takes down which devices there are, to encrypt for them. @return the users of whose devices one has another key than before */
export function learnDevices(records: Records, devices: readonly ApiDevice[]): ReadonlySet<Id> {
  const changed = new Set<Id>();
  for (const [user, theirs] of Map.groupBy(devices, (device) => device.user)) {
    const kept = records.find(USER, user);
    const known = kept?.keys ?? {};
    const named = Object.fromEntries(theirs.map((device) => [device.session, device.publicKey]));
    if (theirs.some((device) => isOther(known[device.session], device.publicKey))) {
      records.put(USER, user, { keys: known, offered: named });
      changed.add(user);
    } else if (
      kept?.offered !== undefined || theirs.some((each) => each.publicKey !== "" && !(each.session in known))
    ) {
      records.put(USER, user, { keys: latest({ ...known, ...withKeys(named) }) });
    }
  }
  return changed;
}

/** Whether this is the key of a session from which something came, as far as we know. */
export function isKeyOf(records: Records, user: Id, session: Id, key: string): boolean {
  const kept = records.find(USER, user);
  if (!isOther(kept?.keys[session], key)) return true;
  records.put(USER, user, { keys: kept?.keys ?? {}, offered: { ...kept?.offered, [session]: key } });
  return false;
}

/** Accepts the keys that the server names now. @return false when no other keys are waiting */
export function acceptDevices(records: Records, user: Id): boolean {
  const kept = records.find(USER, user);
  if (kept?.offered === undefined) return false;
  records.put(USER, user, { keys: latest({ ...kept.keys, ...withKeys(kept.offered) }) });
  return true;
}

export function devicesInDoubt(records: Records, user: Id): boolean {
  return records.find(USER, user)?.offered !== undefined;
}

function isOther(known: string | undefined, key: string): boolean {
  return known !== undefined && known !== key;
}

function withKeys(named: Readonly<Record<Id, string>>): Readonly<Record<Id, string>> {
  return Object.fromEntries(Object.entries(named).filter(([, key]) => key !== ""));
}

function latest(keys: Readonly<Record<Id, string>>): Readonly<Record<Id, string>> {
  return Object.fromEntries(Object.entries(keys).slice(-MOST_OF_A_USER));
}
