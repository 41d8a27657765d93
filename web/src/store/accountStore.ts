/**
 * The store of one account: records by kind and name, messages in the order of their conversations, and files. All content is
 * sealed. A change is sealed first; then one transaction does nothing but write, since a transaction that waits for
 * WebCrypto ends in Firefox before its time.
 */
import type { IDBPTransaction } from "idb";
import type { Bytes } from "../protocol/bytes.ts";
import type { Id } from "../protocol/ids.ts";
import { type KeyKind, MOST_RECORDS } from "../signal/records.ts";
import type { SessionKeys } from "../protocol/sessionKeys.ts";
import { type Change, failureOf, type Kind, type StoredMessage, type Write, type Written } from "./change.ts";
import {
  type Database,
  type FileRow,
  type MessageRow,
  type RecordRow,
  type Schema,
  startingWith,
  STORES,
} from "./database.ts";
import { hideWord, openBytes, openValue, sealBytes, type SealKeys, sealValue } from "./seal.ts";
import { beginningsOf, isFoundIn, queryOf } from "./words.ts";

/** A stretch of a conversation: messages before or after a position, the nearest ones. */
export interface Stretch {
  readonly before?: number;
  readonly after?: number;
  readonly limit: number;
}

/** A message that was read back; `words` stays in the index. */
export type KeptMessage = Omit<StoredMessage, "words">;

export interface Search {
  readonly text: string;
  readonly conversation?: Id;
  readonly limit: number;
  /** The text of a message by which it is found. */
  readonly wordsOf: (body: unknown) => string;
}

const MOST_LOOKED_AT = 2000;
const MOST_TOKENS_IN_MEMORY = 10_000;
const READWRITE = { durability: "strict" } as const;

type Rows =
  | { readonly store: "records"; readonly row: RecordRow }
  | { readonly store: "messages"; readonly row: MessageRow }
  | { readonly store: "files"; readonly row: FileRow };
type Ready = Rows | Exclude<Write, { readonly write: "put" | "put message" | "put file" }>;
type WriteTransaction = IDBPTransaction<Schema, ("records" | "messages" | "files")[], "readwrite">;

export class AccountStore {
  private readonly tokens = new Map<string, string>();

  constructor(
    private readonly database: Database,
    readonly account: string,
    private readonly keys: SealKeys,
  ) {}

  /** Writes all of it, or nothing. On the disk, as far as the browser can tell, when this returns. */
  async write(change: Change): Promise<Written> {
    if (change.length === 0) return { outcome: "written" };
    try {
      const ready = await Promise.all(change.map((each) => this.ready(each)));
      await this.inOne((transaction) => Promise.all(ready.map((each) => this.request(transaction, each))));
      return { outcome: "written" };
    } catch (error) {
      return failureOf(error);
    }
  }

  // --- records --------------------------------------------------------------------------------------------------------------------

  async find<Value>(kind: Kind<Value>, name: string): Promise<Value | undefined> {
    const row = await this.database.get("records", [this.account, kind.name, name]);
    return row && await this.opened(row) as Value | undefined;
  }

  /** All records of a kind, in the order of their names. */
  async list<Value>(kind: Kind<Value>): Promise<readonly { readonly name: string; readonly value: Value }[]> {
    const rows = await this.database.getAll("records", startingWith(this.account, kind.name));
    const values = await Promise.all(rows.map((row) => this.opened(row)));
    return rows.flatMap((row, i) => values[i] === undefined ? [] : [{ name: row.name, value: values[i] as Value }]);
  }

  async names<Value>(kind: Kind<Value>): Promise<readonly string[]> {
    const keys = await this.database.getAllKeys("records", startingWith(this.account, kind.name));
    return keys.map(([, , name]) => name);
  }

  // --- messages -------------------------------------------------------------------------------------------------------------------

  async message(id: Id): Promise<KeptMessage | undefined> {
    const row = await this.database.get("messages", [this.account, id]);
    return row && await this.kept(row);
  }

  /** The messages of a conversation nearest to `before` or `after`, or else the last ones; the oldest first. */
  async messages(conversation: Id, stretch: Stretch): Promise<readonly KeptMessage[]> {
    const { before = Infinity, after = -Infinity, limit } = stretch;
    const range = IDBKeyRange.bound(
      [this.account, conversation, after],
      [this.account, conversation, before],
      true,
      true,
    );
    const index = this.database.transaction("messages").store.index("order");
    const rows: MessageRow[] = [];
    if (stretch.after !== undefined && stretch.before === undefined) rows.push(...await index.getAll(range, limit));
    else {
      for (
        let cursor = await index.openCursor(range, "prev");
        cursor && rows.length < limit;
        cursor = await cursor.continue()
      ) {
        rows.unshift(cursor.value);
      }
    }
    return this.allKept(rows);
  }

  /** How many messages of a conversation stand after a position. */
  countAfter(conversation: Id, position: number): Promise<number> {
    const range = IDBKeyRange.bound([this.account, conversation, position], [this.account, conversation, []], true);
    return this.database.countFromIndex("messages", "order", range);
  }

  countMessages(): Promise<number> {
    return this.database.count("messages", startingWith(this.account));
  }

  /** The messages in which each word of the text begins a word, the newest first. A word of one or two letters is found as a whole word. */
  async search(search: Search): Promise<readonly KeptMessage[]> {
    const query = queryOf(search.text);
    const found: KeptMessage[] = [];
    for (const row of await this.candidates(query.beginnings, search.conversation)) {
      const kept = found.length < search.limit ? await this.kept(row) : undefined;
      if (kept && isFoundIn(query, search.wordsOf(kept.body))) found.push(kept);
    }
    return found;
  }

  // --- files, keys ----------------------------------------------------------------------------------------------------------------

  async file(id: string): Promise<Bytes | undefined> {
    const row = await this.database.get("files", [this.account, id]);
    return row && await openBytes(this.keys, placeOfFile(row), row.sealed);
  }

  async fileIds(): Promise<readonly string[]> {
    return (await this.database.getAllKeys("files", startingWith(this.account))).map(([, id]) => id);
  }

  /** Keeps the keys of the account's session, which stay keys of the browser. */
  async keepSessionKeys(keys: SessionKeys): Promise<Written> {
    try {
      const publicKey = await crypto.subtle.importKey("raw", keys.publicKey, "Ed25519", true, ["verify"]);
      const transaction = this.database.transaction("keys", "readwrite", READWRITE);
      void transaction.store.put(publicKey, [this.account, "session public"]);
      void transaction.store.put(keys.signing, [this.account, "session signing"]);
      void transaction.store.put(keys.agreement, [this.account, "session agreement"]);
      await transaction.done;
      return { outcome: "written" };
    } catch (error) {
      return failureOf(error);
    }
  }

  async findSessionKeys(): Promise<SessionKeys | undefined> {
    const key = (name: string) => this.database.get("keys", [this.account, name]);
    const publicKey = await key("session public"),
      signing = await key("session signing"),
      agreement = await key("session agreement");
    if (publicKey === undefined || signing === undefined || agreement === undefined) return undefined;
    return { publicKey: new Uint8Array(await crypto.subtle.exportKey("raw", publicKey)), signing, agreement };
  }

  /** Removes everything of this account, its keys too: what is left on the disk can't be opened. The store is not to be used then. */
  async erase(): Promise<Written> {
    try {
      const transaction = this.database.transaction(STORES, "readwrite", READWRITE);
      for (const store of STORES) void transaction.objectStore(store).delete(startingWith(this.account));
      await transaction.done;
      return { outcome: "written" };
    } catch (error) {
      return failureOf(error);
    }
  }

  /** Removes the oldest records of kinds that others can make us fill, when there are too many. */
  async trim(most: Readonly<Record<string, number>> = MOST_RECORDS satisfies Record<KeyKind, number>): Promise<void> {
    for (const [kind, bound] of Object.entries(most)) {
      const range = startingWith(this.account, kind);
      const tooMany = await this.database.count("records", range) - bound;
      if (!(tooMany > 0)) continue;
      const all: { readonly key: [string, string, string]; readonly at: number }[] = [];
      const transaction = this.database.transaction("records", "readwrite");
      for (let cursor = await transaction.store.openCursor(range); cursor; cursor = await cursor.continue()) {
        all.push({ key: cursor.primaryKey, at: cursor.value.at });
      }
      all.sort((one, other) => one.at - other.at).slice(0, tooMany).forEach(({ key }) =>
        void transaction.store.delete(key)
      );
      await transaction.done;
    }
  }

  // --- sealing --------------------------------------------------------------------------------------------------------------------

  private async ready(write: Write): Promise<Ready> {
    const account = this.account;
    switch (write.write) {
      case "put": {
        const place = { account, kind: write.kind, name: write.name };
        const sealed = await sealValue(this.keys, placeOfRecord(place), write.value);
        return { store: "records", row: { ...place, at: Date.now(), sealed } };
      }
      case "put message": {
        const { id, conversation, position, body, words } = write.message;
        if (!Number.isFinite(position)) throw new RangeError("a position is a finite number");
        const place = { account, id, conversation, position };
        const sealed = await sealValue(this.keys, placeOfMessage(place), body);
        return { store: "messages", row: { ...place, tokens: await this.hidden(beginningsOf(words ?? "")), sealed } };
      }
      case "put file": {
        const place = { account, id: write.id };
        return {
          store: "files",
          row: { ...place, sealed: await sealBytes(this.keys, placeOfFile(place), write.bytes) },
        };
      }
      default:
        return write;
    }
  }

  /** One transaction: when something in it fails, all of it is taken back. */
  private async inOne(work: (transaction: WriteTransaction) => Promise<unknown>): Promise<void> {
    const transaction = this.database.transaction(["records", "messages", "files"], "readwrite", READWRITE);
    // A transaction that is taken back fails, too: the reason is what failed first.
    const done = transaction.done.then(() => undefined, (error: unknown) => ({ error }));
    try {
      await work(transaction);
    } catch (error) {
      abort(transaction);
      await done;
      throw error;
    }
    const failed = await done;
    if (failed !== undefined) throw failed.error;
  }

  private async request(transaction: WriteTransaction, ready: Ready): Promise<unknown> {
    const account = this.account;
    if ("store" in ready) {
      switch (ready.store) {
        case "records":
          return await transaction.objectStore("records").put(ready.row);
        case "messages":
          return await transaction.objectStore("messages").put(ready.row);
        case "files":
          return await transaction.objectStore("files").put(ready.row);
      }
    }
    switch (ready.write) {
      case "remove":
        return await transaction.objectStore("records").delete([account, ready.kind, ready.name]);
      case "remove message":
        return await transaction.objectStore("messages").delete([account, ready.id]);
      case "remove messages":
        return await removeAll(transaction, startingWith(account, ready.conversation));
      case "remove file":
        return await transaction.objectStore("files").delete([account, ready.id]);
    }
  }

  private opened(row: RecordRow): Promise<unknown> {
    return openValue(this.keys, placeOfRecord(row), row.sealed);
  }

  private async kept(row: MessageRow): Promise<KeptMessage | undefined> {
    const body = await openValue(this.keys, placeOfMessage(row), row.sealed);
    return body === undefined
      ? undefined
      : { id: row.id, conversation: row.conversation, position: row.position, body };
  }

  private async allKept(rows: readonly MessageRow[]): Promise<readonly KeptMessage[]> {
    return (await Promise.all(rows.map((row) => this.kept(row)))).filter((each) => each !== undefined);
  }

  private hidden(words: readonly string[]): Promise<string[]> {
    return Promise.all(words.map(async (word) => {
      const known = this.tokens.get(word);
      if (known !== undefined) return known;
      const token = await hideWord(this.keys, word);
      if (this.tokens.size >= MOST_TOKENS_IN_MEMORY) this.tokens.clear();
      this.tokens.set(word, token);
      return token;
    }));
  }

  /** The rows that have all of these beginnings, the newest first. */
  private async candidates(
    beginnings: readonly string[],
    conversation: Id | undefined,
  ): Promise<readonly MessageRow[]> {
    if (beginnings.length === 0) return [];
    const tokens = await this.hidden(beginnings);
    const keys = await Promise.all(
      tokens.map((token) => this.database.getAllKeysFromIndex("messages", "tokens", token)),
    );
    const [first, ...others] = keys.map((each) =>
      new Set(each.filter(([account]) => account === this.account).map(([, id]) => id))
    );
    const ids = [...first!].filter((id) => others.every((each) => each.has(id)));
    const transaction = this.database.transaction("messages");
    const rows = await Promise.all(ids.map((id) => transaction.store.get([this.account, id])));
    return rows.filter((row) => row !== undefined)
      .filter((row) => conversation === undefined || row.conversation === conversation)
      .sort((one, other) => other.position - one.position)
      .slice(0, MOST_LOOKED_AT);
  }
}

function abort(transaction: WriteTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It has ended by itself.
  }
}

async function removeAll(transaction: WriteTransaction, range: IDBKeyRange): Promise<void> {
  const messages = transaction.objectStore("messages");
  for (const key of await messages.index("order").getAllKeys(range)) void messages.delete(key);
}

function placeOfRecord(
  row: { readonly account: string; readonly kind: string; readonly name: string },
): readonly string[] {
  return ["record", row.account, row.kind, row.name];
}

function placeOfMessage(row: Omit<MessageRow, "tokens" | "sealed">): readonly string[] {
  return ["message", row.account, row.id, row.conversation, String(row.position)];
}

function placeOfFile(row: { readonly account: string; readonly id: string }): readonly string[] {
  return ["file", row.account, row.id];
}
