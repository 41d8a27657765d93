/** Ids as the protocol spells them: UUIDs of 36 characters, in either case on the way in, in lower case on the way out. */
import { md5 } from "@noble/hashes/legacy.js";
import { type Bytes, findHex, hex, joined, utf8 } from "./bytes.ts";

/** A UUID in lower case. */
export type Id = string;

const FORM = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/;

/** The id in `text`, in lower case; undefined when it is not an id. */
export function findId(text: unknown): Id | undefined {
  return typeof text === "string" && FORM.test(text) ? text.toLowerCase() : undefined;
}

export function randomId(): Id {
  return crypto.randomUUID();
}

/** The one conversation of two people, the same for both of them; of somebody with themselves, too. */
export function conversationOf(one: Id, other: Id): Id {
  return joinedIds(one, other);
}

/**
 * The id that a client gives to a group made with a random id.
 *
 * @param participants as they are posted, in any order: without the owner
 */
export function conversationOfGroup(owner: Id, name: string, participants: readonly Id[], random: Id): Id {
  return participants.toSorted().reduce(joinedIds, joinedIds(joinedIds(owner, name), random));
}

/** The one snapshot that a transfer leaves with one of its parties. */
export function snapshotOf(trace: Id, party: Id): Id {
  return idOfName(utf8(trace + party));
}

/** A sender's proof of which sessions it knows in a conversation: hex of MD5 of the sorted ids; "" for no session. */
export function checksumOf(sessions: readonly Id[]): string {
  return sessions.length === 0 ? "" : hex(md5(utf8(sessions.toSorted().join(""))));
}

/** The 16 bytes of an id. */
export function idBytes(id: Id): Bytes {
  const bytes = findHex(id.replaceAll("-", ""));
  if (bytes?.length !== 16) throw new Error("not an id");
  return bytes;
}

/** The id of 16 bytes. */
export function idOfBytes(bytes: Bytes): Id {
  const digits = hex(bytes);
  return [[0, 8], [8, 12], [12, 16], [16, 20], [20, 32]].map(([from, to]) => digits.slice(from, to)).join("-");
}

/** The UUID of version 3 of these bytes, without a namespace before them. */
export function idOfName(name: Bytes): Id {
  const bytes = joined(md5(name));
  bytes[6] = (bytes[6]! & 0x0f) | 0x30;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return idOfBytes(bytes);
}

// The order is that of UTF-16 units, as in Java.
function joinedIds(one: string, other: string): Id {
  return idOfName(utf8(one <= other ? one + other : other + one));
}
