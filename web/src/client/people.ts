/** Who there is: people and bots as the server has last described them. Asks for those who are not known yet, many at once. */
import type { Id } from "../protocol/ids.ts";
import type { Api, ApiUser } from "./api.ts";
import type { Archive, Transaction } from "./archive.ts";
import { optional } from "./contents.ts";
import { devicesInDoubt } from "./knownDevices.ts";
import { learnProtection, protectionOf } from "./knownProtection.ts";
import type { Person, Trust } from "./records.ts";
import { findOffered } from "./sealing/offered.ts";
import type { StoredPerson } from "./stored.ts";

const GATHERED_FOR = 30;
/** Those beyond are asked for when they are shown once more. */
const MOST_WANTED = 10_000;
/** How long somebody is not asked about again whom the server did not describe. */
const NOT_AGAIN_WITHIN = 60_000;

export class People {
  readonly #wanted = new Set<Id>();
  readonly #asked = new Map<Id, number>();
  #gathering = false;

  constructor(
    readonly self: Id,
    private readonly archive: Archive,
    private readonly api: Api,
    private readonly closed: AbortSignal,
  ) {}

  /** The person as the page sees them; somebody who is not known yet has no name, and is asked for. */
  person(user: Id): Person {
    const known = this.archive.people.get(user);
    if (known === undefined) this.want(user);
    return known === undefined ? unknownPerson(user, this.self) : this.toPerson(known);
  }

  toPerson(person: StoredPerson): Person {
    const { id: userId, number, name, biography, bot } = person;
    const relation = userId === this.self ? "me" : person.relation;
    return {
      userId,
      number,
      name,
      ...optional("picture", person.picture),
      biography,
      bot,
      relation,
      trust: trustOf(person),
    };
  }

  findByNumber(number: string): Person | undefined {
    for (const person of this.archive.people.values()) {
      if (person.number === number) return this.toPerson(person);
    }
    return undefined;
  }

  /** Asks the server about somebody soon. */
  want(user: Id): void {
    const asked = this.#asked.get(user) ?? 0;
    if (this.#wanted.size >= MOST_WANTED || asked + NOT_AGAIN_WITHIN > Date.now()) return;
    this.#wanted.add(user);
    if (!this.#gathering) {
      this.#gathering = true;
      setTimeout(() => void this.#ask(), GATHERED_FOR);
    }
  }

  /** Asks the server about somebody now. */
  async refresh(user: Id): Promise<StoredPerson> {
    return await this.keep(await this.api.user(user));
  }

  /** Somebody who is known, or whom the server describes now. */
  async need(user: Id): Promise<StoredPerson> {
    return this.archive.people.get(user) ?? await this.refresh(user);
  }

  keep(user: ApiUser): Promise<StoredPerson> {
    return this.archive.inTransaction((records) => learnUser(records, user));
  }

  async #ask(): Promise<void> {
    this.#gathering = false;
    const users = [...this.#wanted];
    this.#wanted.clear();
    for (const user of users) this.#asked.set(user, Date.now());
    if (this.#asked.size > MOST_WANTED) this.#asked.clear();
    try {
      const found = await this.api.http.patiently(() => this.api.users(users));
      await this.archive.inTransaction((records) => {
        for (const each of found) learnUser(records, each);
      });
    } catch {
      // The session has ended, or the server refuses: they stay without names.
      if (!this.closed.aborted) this.#asked.clear();
    }
  }
}

/** Takes down what the server says of somebody. How they take messages may be believed or not. */
export function learnUser(records: Transaction, user: ApiUser): StoredPerson {
  const before = records.person(user.id);
  learnProtection(records, user.id, user.takes);
  // The server says otherwise than before of them, or they have come with another identity key.
  const changed = protectionOf(records, user.id).inDoubt || devicesInDoubt(records, user.id) ||
    findOffered(records, user.id) !== undefined;
  const person: StoredPerson = {
    ...user,
    ...optional("verified", changed ? undefined : before?.verified),
    ...(changed ? { changed } : {}),
    askedAt: Date.now(),
  };
  records.putPerson(person);
  return person;
}

/** How private it is to write to somebody. */
export function trustOf(person: StoredPerson): Trust {
  if (person.changed === true) return "changed";
  if (person.bot) return person.takes === "encrypted" ? "encrypted" : "plain";
  return person.verified === true ? "verified" : "encrypted";
}

export function unknownPerson(user: Id, self: Id): Person {
  return {
    userId: user,
    number: "",
    name: "",
    biography: "",
    bot: false,
    relation: user === self ? "me" : "stranger",
    trust: "encrypted",
  };
}
