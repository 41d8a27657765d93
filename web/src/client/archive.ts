/**
 * What is kept of one account: keys, people and conversations are in memory as well, messages only in the store. All changes are
 * transactions, one at a time: all of it is written, or nothing, and then the listener hears what has changed.
 */
import type { Id } from "../protocol/ids.ts";
import { type KeptRecords, type Kind, kind, type Records } from "./sealing/records.ts";
import type { StoredConversation, StoredMessage, StoredPerson } from "./stored.ts";
import { Turns } from "./turns.ts";

/** A record to write; without a value it is removed. */
export interface Write {
  readonly kind: string;
  readonly name: string;
  readonly value: unknown;
}

export type Side = "before" | "after";

/** The store of one account. Its records are sealed on the disk. */
export interface Shelf {
  /** All records of a kind, in the order of their names. */
  records(kind: string): Promise<readonly Write[]>;
  message(id: Id): Promise<StoredMessage | undefined>;
  /** The messages beyond a position, the nearest first. */
  messages(conversation: Id, side: Side, position: number, most: number): Promise<readonly StoredMessage[]>;
  /** Writes all of it or nothing. @param messages those without a value are removed */
  write(records: readonly Write[], messages: ReadonlyMap<Id, StoredMessage | undefined>): Promise<void>;
}

/** What a transaction has changed. */
export interface Changes {
  readonly messages: readonly StoredMessage[];
  readonly removed: readonly StoredMessage[];
  readonly conversations: readonly StoredConversation[];
  readonly removedConversations: readonly Id[];
  readonly people: readonly StoredPerson[];
}

const PERSON = kind<StoredPerson>("person", 20_000);
const CONVERSATION = kind<StoredConversation>("conversation", 10_000);

type Kept = Map<string, Map<string, unknown>>;

export class Transaction implements Records {
  #bounds = new Map<string, number>();
  #records: Kept = new Map();
  #messages = new Map<Id, StoredMessage | undefined>();

  constructor(private readonly shelf: Shelf, private readonly kept: Kept) {}

  find<T>(kind: Kind<T>, name: string): T | undefined {
    const own = this.#records.get(kind.name);
    // A kind that nobody has read would look empty.
    if (!this.kept.has(kind.name)) throw new Error("records of a kind that was not read: " + kind.name);
    return (own?.has(name) ? own.get(name) : this.kept.get(kind.name)?.get(name)) as T | undefined;
  }

  put<T>(kind: Kind<T>, name: string, value: T): void {
    this.#write(kind, name, value);
  }

  remove<T>(kind: Kind<T>, name: string): void {
    this.#write(kind, name, undefined);
  }

  names<T>(kind: Kind<T>): readonly string[] {
    const names = new Set(this.kept.get(kind.name)?.keys());
    for (const [name, value] of this.#records.get(kind.name) ?? []) {
      if (value === undefined) names.delete(name);
      else names.add(name);
    }
    return [...names];
  }

  async message(id: Id): Promise<StoredMessage | undefined> {
    return this.#messages.has(id) ? this.#messages.get(id) : await this.shelf.message(id);
  }

  putMessage(message: StoredMessage): void {
    this.#messages.set(message.id, message);
  }

  removeMessage(id: Id): void {
    this.#messages.set(id, undefined);
  }

  conversation(id: Id): StoredConversation | undefined {
    return this.find(CONVERSATION, id);
  }

  putConversation(conversation: StoredConversation): void {
    this.put(CONVERSATION, conversation.id, conversation);
  }

  removeConversation(id: Id): void {
    this.remove(CONVERSATION, id);
  }

  person(id: Id): StoredPerson | undefined {
    return this.find(PERSON, id);
  }

  putPerson(person: StoredPerson): void {
    this.put(PERSON, person.id, person);
  }

  /** Does something; when it fails, what it has changed is forgotten, and the transaction can continue. */
  async attempt<T>(work: () => Promise<T>): Promise<T> {
    const records = new Map([...this.#records].map(([kind, writes]) => [kind, new Map(writes)]));
    const messages = new Map(this.#messages);
    try {
      return await work();
    } catch (e) {
      this.#records = records;
      this.#messages = messages;
      throw e;
    }
  }

  /** What is to be written: with it, the records that are too many go. */
  writes(): readonly Write[] {
    const writes: Write[] = [];
    for (const [kind, own] of this.#records) {
      for (const [name, value] of own) writes.push({ kind, name, value });
      const before = this.kept.get(kind);
      const most = this.#bounds.get(kind) ?? Infinity;
      if (before === undefined || before.size + own.size <= most) continue;
      const others = [...before.keys()].filter((name) => !own.has(name));
      const put = [...own.values()].filter((value) => value !== undefined).length;
      for (const name of others.slice(0, others.length + put - most)) writes.push({ kind, name, value: undefined });
    }
    return writes;
  }

  get changedMessages(): ReadonlyMap<Id, StoredMessage | undefined> {
    return this.#messages;
  }

  #write(kind: Kind<unknown>, name: string, value: unknown): void {
    let own = this.#records.get(kind.name);
    if (own === undefined) this.#records.set(kind.name, own = new Map());
    own.set(name, value);
    this.#bounds.set(kind.name, kind.most);
  }
}

export class Archive implements KeptRecords<Transaction> {
  readonly #kept: Kept = new Map();
  readonly #turns = new Turns();

  #rest: Promise<void> = Promise.resolve();

  private constructor(readonly shelf: Shelf, private readonly changed: (changes: Changes) => void) {}

  /**
   * Reads the people and the conversations, which the page shows first; the other records, such as keys, follow, and transactions wait
   * for them.
   *
   * @param kinds all other kinds of records
   */
  static async open(shelf: Shelf, kinds: readonly string[], changed: (changes: Changes) => void): Promise<Archive> {
    const archive = new Archive(shelf, changed);
    for (const { name } of [PERSON, CONVERSATION]) await archive.#read(name);
    archive.#rest = (async () => {
      for (const name of kinds) await archive.#read(name);
    })();
    archive.#rest.catch(() => {});
    return archive;
  }

  /** Waits until all records are read. */
  ready(): Promise<void> {
    return this.#rest;
  }

  get people(): ReadonlyMap<Id, StoredPerson> {
    return (this.#kept.get(PERSON.name) ?? new Map()) as ReadonlyMap<Id, StoredPerson>;
  }

  get conversations(): ReadonlyMap<Id, StoredConversation> {
    return (this.#kept.get(CONVERSATION.name) ?? new Map()) as ReadonlyMap<Id, StoredConversation>;
  }

  /** What is kept now, between two transactions. */
  find<T>(kind: Kind<T>, name: string): T | undefined {
    return this.#kept.get(kind.name)?.get(name) as T | undefined;
  }

  /** All of a kind, between two transactions. */
  all<T>(kind: Kind<T>): ReadonlyMap<string, T> {
    return (this.#kept.get(kind.name) ?? new Map()) as ReadonlyMap<string, T>;
  }

  inTransaction<T>(work: (records: Transaction) => T | Promise<T>): Promise<T> {
    return this.#turns.in("", async () => {
      await this.#rest;
      const transaction = new Transaction(this.shelf, this.#kept);
      const result = await work(transaction);
      await this.#commit(transaction);
      return result;
    });
  }

  async #commit(transaction: Transaction): Promise<void> {
    const writes = transaction.writes();
    const messages = transaction.changedMessages;
    if (writes.length === 0 && messages.size === 0) return;
    const removed: StoredMessage[] = [];
    for (const [id, message] of messages) {
      const before = message === undefined ? await this.shelf.message(id) : undefined;
      if (before !== undefined) removed.push(before);
    }
    await this.shelf.write(writes, messages);
    this.#keep(writes);
    const conversations = writes.filter((each) => each.kind === CONVERSATION.name);
    this.changed({
      messages: [...messages.values()].filter((each) => each !== undefined),
      removed,
      people: present<StoredPerson>(writes.filter((each) => each.kind === PERSON.name)),
      conversations: present<StoredConversation>(conversations),
      removedConversations: conversations.filter((each) => each.value === undefined).map((each) => each.name),
    });
  }

  async #read(kind: string): Promise<void> {
    this.#kept.set(kind, new Map());
    this.#keep(await this.shelf.records(kind));
  }

  #keep(writes: readonly Write[]): void {
    for (const { kind, name, value } of writes) {
      let kept = this.#kept.get(kind);
      if (kept === undefined) this.#kept.set(kind, kept = new Map());
      // Deleted first, so that the records are in the order in which they were written.
      kept.delete(name);
      if (value !== undefined) kept.set(name, value);
    }
  }
}

function present<T>(writes: readonly Write[]): readonly T[] {
  return writes.filter((each) => each.value !== undefined).map((each) => each.value as T);
}
