import { databaseTest, requestsAfterWaiting } from "./testingBrowser.ts";
import { deepStrictEqual as equal, ok } from "node:assert";
import { openDB } from "idb";
import { base64, type Bytes, hex, textOf, utf8 } from "../../src/protocol/bytes.ts";
import { randomId } from "../../src/protocol/ids.ts";
import { makeSessionKeys } from "../../src/protocol/sessionKeys.ts";
import type { AccountStore } from "../../src/store/accountStore.ts";
import { kindOf, put, putMessage, remove, type StoredMessage } from "../../src/store/change.ts";
import { plainBytes, plainValue } from "../../src/store/plain.ts";
import { Store } from "../../src/store/store.ts";

interface Draft {
  readonly text: string;
  readonly picture?: Bytes;
}
interface Body {
  readonly text: string;
}

const DRAFT = kindOf<Draft>("draft");
const ALICE = "773e5e77-4107-45c2-b648-8fc722ed77f5", BOB = "7a54e394-1626-4cd4-b967-543932c2a032";
const CHAT = "4fe7719e-a953-333f-9e6a-8f2ff61581c1", OTHER_CHAT = "928c5c40-769c-3e97-8387-fb1ae0645311";

databaseTest("what is written is there when the store is opened again", async () => {
  const name = randomId();
  const draft: Draft = { text: "Grüße 🙂", picture: Uint8Array.of(0, 255, 7) };
  const before = await Store.open(name);
  const account = await before.account(ALICE);
  equal(await account.write([put(DRAFT, CHAT, draft), put(DRAFT, OTHER_CHAT, { text: "" })]), { outcome: "written" });
  before.close();

  const store = await Store.open(name);
  const again = await store.account(ALICE);
  equal(await again.find(DRAFT, CHAT), draft);
  equal(await again.list(DRAFT), [{ name: CHAT, value: draft }, { name: OTHER_CHAT, value: { text: "" } }]);
  equal(await again.names(DRAFT), [CHAT, OTHER_CHAT]);
  await again.write([remove(DRAFT, CHAT)]);
  equal(await again.find(DRAFT, CHAT), undefined);
  equal(await (await store.account(BOB)).find(DRAFT, OTHER_CHAT), undefined);
  store.close();
});

databaseTest("a change is written as a whole or not at all", async () => {
  const { store, account } = await opened();
  // The browser refuses such a name, when the first record has been put.
  const wrong = put(DRAFT, NaN as unknown as string, { text: "" });
  const written = await account.write([
    put(DRAFT, CHAT, { text: "kept?" }),
    wrong,
    put(DRAFT, OTHER_CHAT, { text: "kept?" }),
  ]);
  equal(written, { outcome: "failed", why: "DataError" });
  equal(await account.names(DRAFT), []);
  const nowhere = putMessage({ id: randomId(), conversation: CHAT, position: NaN, body: {} });
  equal(await account.write([put(DRAFT, CHAT, { text: "x" }), nowhere]), { outcome: "failed", why: "RangeError" });
  const circular: { self?: unknown } = {};
  circular.self = circular;
  equal((await account.write([put(DRAFT, CHAT, { text: "x" }), put(kindOf("x"), "x", circular)])).outcome, "failed");
  equal(await account.names(DRAFT), []);
  store.close();
});

databaseTest("a full disk is an outcome, and nothing was written", async () => {
  const { store, account } = await opened();
  const real = IDBObjectStore.prototype.put;
  let puts = 0;
  IDBObjectStore.prototype.put = function (...given: Parameters<typeof real>) {
    if (++puts === 2) throw new DOMException("no space", "QuotaExceededError");
    return real.apply(this, given);
  };
  try {
    equal(await account.write([put(DRAFT, CHAT, { text: "a" }), put(DRAFT, OTHER_CHAT, { text: "b" })]), {
      outcome: "full",
    });
  } finally {
    IDBObjectStore.prototype.put = real;
  }
  equal(await account.names(DRAFT), []);
  store.close();
});

databaseTest("a store that was closed says so", async () => {
  const { store, account } = await opened();
  store.close();
  equal(await account.write([put(DRAFT, CHAT, { text: "a" })]), { outcome: "failed", why: "InvalidStateError" });
});

databaseTest("no request is made of a transaction that has waited for WebCrypto", async () => {
  const { begun, wrong } = await requestsAfterWaiting(async () => {
    const { store, account } = await opened();
    await account.write([put(DRAFT, CHAT, { text: "a" }), putMessage(message(1, "good morning")), file("f")]);
    await account.keepSessionKeys(await makeSessionKeys());
    await account.findSessionKeys();
    await account.find(DRAFT, CHAT);
    await account.list(DRAFT);
    await account.messages(CHAT, { limit: 5 });
    await account.messages(CHAT, { after: 0, limit: 5 });
    await account.search({ text: "good", limit: 5, wordsOf });
    await account.file("f");
    await account.write([{ write: "remove messages", conversation: CHAT }, remove(DRAFT, CHAT)]);
    await account.trim({ draft: 0 });
    await account.erase();
    store.close();
  });
  ok(begun > 10);
  equal(wrong, []);
});

databaseTest("a request that has waited for WebCrypto is noticed", async () => {
  const { wrong } = await requestsAfterWaiting(async () => {
    const database = await openDB(randomId(), 1, { upgrade: (each) => void each.createObjectStore("records") });
    const transaction = database.transaction("records", "readwrite");
    const ended = transaction.done.catch(() => {}), records = transaction.store;
    await crypto.subtle.digest("SHA-256", new Uint8Array(1));
    await Promise.resolve().then(() => records.put("value", "key")).catch(() => {});
    await ended;
    database.close();
  });
  equal(wrong, ["put"]);
});

databaseTest("nothing of what was said is on the disk in a readable form", async () => {
  const { store, name, account } = await opened();
  await account.write([
    put(DRAFT, CHAT, { text: "readable-draft", picture: utf8("readable-bytes") }),
    putMessage(message(1, "readable-words here")),
    { write: "put file", id: "f", bytes: utf8("readable-file") },
  ]);
  store.close();
  const database = await openDB(name);
  let written = "";
  for (const each of database.objectStoreNames) {
    for (const row of await database.getAll(each)) {
      for (const [field, value] of Object.entries(row as Record<string, unknown>)) {
        written += `${each}.${field}=${value instanceof Uint8Array ? textOf(value as Bytes) : JSON.stringify(value)}\n`;
      }
    }
  }
  database.close();
  ok(written.includes(CHAT) && written.includes("messages.tokens"));
  for (const text of ["readable", "rea", "wor", "here", base64(utf8("readable-bytes")), hex(utf8("rea"))]) {
    ok(!written.includes(text), text);
  }
});

databaseTest("a record that is put in another's place, or changed, doesn't open", async () => {
  const { store, name, account } = await opened();
  await account.write([
    put(DRAFT, "a", { text: "for a" }),
    put(DRAFT, "b", { text: "for b" }),
    putMessage(message(1, "x")),
  ]);
  store.close();
  const database = await openDB(name);
  const row = await database.get("records", [ALICE, "draft", "a"]) as { sealed: Uint8Array };
  await database.put("records", { ...row, name: "b" });
  const changed = row.sealed.slice();
  changed[20]! ^= 1;
  await database.put("records", { ...row, sealed: changed });
  const [moved] = await database.getAll("messages") as { id: string }[];
  await database.put("messages", { ...moved, conversation: OTHER_CHAT });
  database.close();
  const again = await Store.open(name);
  const kept = await again.account(ALICE);
  equal(await kept.find(DRAFT, "a"), undefined);
  equal(await kept.find(DRAFT, "b"), undefined);
  equal(await kept.list(DRAFT), []);
  equal(await kept.message(moved!.id), undefined);
  equal(await kept.messages(OTHER_CHAT, { limit: 10 }), []);
  again.close();
});

databaseTest("messages come in the order of their positions, in stretches", async () => {
  const { store, account } = await opened();
  const all = [30, 10, 50, 20, 40].map((position) => message(position, `at ${position}`));
  await account.write([...all.map(putMessage), putMessage({ ...message(35, "elsewhere"), conversation: OTHER_CHAT })]);
  const positions = async (stretch: Parameters<AccountStore["messages"]>[1]) =>
    (await account.messages(CHAT, stretch)).map((each) => each.position);
  equal(await positions({ limit: 3 }), [30, 40, 50]);
  equal(await positions({ before: 30, limit: 3 }), [10, 20]);
  equal(await positions({ before: 40, limit: 2 }), [20, 30]);
  equal(await positions({ after: 20, limit: 2 }), [30, 40]);
  equal(await positions({ after: 10, before: 50, limit: 9 }), [20, 30, 40]);
  equal([await account.countAfter(CHAT, 20), await account.countAfter(CHAT, 50), await account.countMessages()], [
    3,
    0,
    6,
  ]);

  // A message that was waiting to be sent gets its place.
  await account.write([putMessage({ ...all[0]!, position: 60 })]);
  equal(await positions({ limit: 9 }), [10, 20, 40, 50, 60]);
  equal((await account.message(all[0]!.id))?.position, 60);
  await account.write([{ write: "remove message", id: all[0]!.id }]);
  equal(await account.message(all[0]!.id), undefined);
  await account.write([{ write: "remove messages", conversation: CHAT }]);
  equal([await positions({ limit: 9 }), await account.countMessages()], [[], 1]);
  store.close();
});

databaseTest("a search finds the beginnings of words, the newest first, in whatever writing", async () => {
  const { store, account } = await opened();
  const texts = [
    "Good morning, Émile!",
    "the GOODS are here",
    "a no-good plan",
    "早上好，你好吗",
    "Straße nach Köln",
    "ab abc",
  ];
  await account.write(texts.map((text, i) => putMessage(message(i, text))));
  await account.write([putMessage({ ...message(9, "good elsewhere"), conversation: OTHER_CHAT })]);
  await (await store.account(BOB)).write([putMessage(message(10, "good for Bob"))]);
  const found = async (text: string, limit = 10) =>
    (await account.search({ text, limit, conversation: CHAT, wordsOf })).map((each) => each.position);
  equal(await found("good"), [2, 1, 0]);
  equal(await found("good", 2), [2, 1]);
  equal(await found("GOODS"), [1]);
  equal(await found("goo mor"), [0]);
  equal(await found("emil"), [0]);
  equal(await found("émi"), [0]);
  equal(await found("koln"), [4]);
  equal(await found("好"), [3]);
  equal(await found("你好"), [3]);
  equal(await found("goodness"), []);
  equal(await found("abc ab"), [5]);
  equal(await found("ab"), [5]);
  equal(await found("a goo"), [2, 1]);
  equal(await found("  "), []);
  equal((await account.search({ text: "good", limit: 10, wordsOf })).map((each) => each.position), [9, 2, 1, 0]);
  await account.write([{ write: "remove messages", conversation: CHAT }]);
  equal(await found("good"), []);
  store.close();
});

databaseTest("erasing an account leaves nothing of it, and the others as they are", async () => {
  const { store, name, account } = await opened();
  const bob = await store.account(BOB);
  for (const each of [account, bob]) {
    await each.write([put(DRAFT, CHAT, { text: "a" }), putMessage(message(1, "good")), file("f")]);
    await each.keepSessionKeys(await makeSessionKeys());
  }
  equal(await account.erase(), { outcome: "written" });
  store.close();
  const database = await openDB(name);
  for (const each of database.objectStoreNames) {
    const keys = await database.getAllKeys(each) as string[][];
    ok(keys.length > 0 && keys.every(([owner]) => owner === BOB), each);
  }
  database.close();
  const again = await Store.open(name);
  equal(await (await again.account(BOB)).find(DRAFT, CHAT), { text: "a" });
  equal(await (await again.account(ALICE)).findSessionKeys(), undefined);
  again.close();
});

databaseTest("a session's keys come back, still sign, and still can't be exported", async () => {
  const { store, account } = await opened();
  equal(await account.findSessionKeys(), undefined);
  const keys = await makeSessionKeys();
  await account.keepSessionKeys(keys);
  const kept = (await account.findSessionKeys())!;
  equal(kept.publicKey, keys.publicKey);
  equal([kept.signing.extractable, kept.agreement.extractable], [false, false]);
  const signature = await crypto.subtle.sign("Ed25519", kept.signing, utf8("m"));
  const key = await crypto.subtle.importKey("raw", keys.publicKey, "Ed25519", false, ["verify"]);
  ok(await crypto.subtle.verify("Ed25519", key, signature, utf8("m")));
  store.close();
});

databaseTest("files come out as they went in", async () => {
  const { store, account } = await opened();
  const bytes = crypto.getRandomValues(new Uint8Array(5000));
  await account.write([{ write: "put file", id: "f", bytes }]);
  equal(await account.file("f"), bytes);
  equal(await account.fileIds(), ["f"]);
  await account.write([{ write: "remove file", id: "f" }]);
  equal(await account.file("f"), undefined);
  store.close();
});

databaseTest("of records that others can make us keep the oldest go", async () => {
  const { store, account } = await opened();
  const now = Date.now;
  try {
    for (let i = 0; i < 6; i++) {
      Date.now = () => i;
      await account.write([put(DRAFT, `draft ${5 - i}`, { text: "" })]);
    }
  } finally {
    Date.now = now;
  }
  await account.trim({ draft: 2, unknown: 1 });
  equal(await account.names(DRAFT), ["draft 0", "draft 1"]);
  store.close();
});

Deno.test("stored values are what was stored, and nobody can slip bytes in", () => {
  const value = { a: [1, "x", null, { b: Uint8Array.of(1, 2) }], c: false, d: 1.5, nothing: undefined };
  const { nothing: _, ...kept } = value;
  equal(plainValue(plainBytes(value)), kept);
  equal(
    (() => {
      try {
        return plainBytes({ $bytes: "AAAA" });
      } catch {
        return "refused";
      }
    })(),
    "refused",
  );
});

async function opened(): Promise<{ readonly store: Store; readonly name: string; readonly account: AccountStore }> {
  const name = randomId();
  const store = await Store.open(name);
  return { store, name, account: await store.account(ALICE) };
}

function message(position: number, text: string): StoredMessage {
  return { id: randomId(), conversation: CHAT, position, body: { text } satisfies Body, words: text };
}

function file(id: string) {
  return { write: "put file", id, bytes: utf8("a file") } as const;
}

function wordsOf(body: unknown): string {
  return (body as Body).text;
}
