/**
 * The identity key of each user. All devices of a user have the same. The first one we meet is taken for theirs; another one only
 * when we are told so.
 */
import { type Bytes, sameBytes } from "../protocol/bytes.ts";
import type { Id } from "../protocol/ids.ts";
import type { OtherIdentity } from "./outcomes.ts";
import type { KeyRecords } from "./records.ts";

export class Identities {
  constructor(private readonly records: KeyRecords, private readonly self: Id, private readonly own: Bytes) {}

  find(user: Id): Bytes | undefined {
    return user === this.self ? this.own : this.records.find("key.identity", user);
  }

  /** The key that is known, when `offered` is another one. */
  findOther(user: Id, offered: Bytes): OtherIdentity | undefined {
    const known = this.find(user);
    return known === undefined || sameBytes(known, offered) ? undefined : { outcome: "other identity", known, offered };
  }

  /** That of our own user can't be changed: no other device decides on it. */
  put(user: Id, key: Bytes): void {
    if (user !== this.self) this.records.put("key.identity", user, key);
    else if (!sameBytes(key, this.own)) throw new Error("our own user's identity key is what it is");
  }
}
