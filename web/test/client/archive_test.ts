import { deepStrictEqual as equal } from "node:assert";
import { Archive, type Changes } from "../../src/client/archive.ts";
import { addMessage, eraseMessages, readUpTo } from "../../src/client/messages.ts";
import { kind } from "../../src/client/sealing/records.ts";
import { StoreShelf } from "../../src/client/shelf.ts";
import type { StoredMessage } from "../../src/client/stored.ts";
import { NOTHING, utf8 } from "../../src/protocol/bytes.ts";
import { randomId } from "../../src/protocol/ids.ts";
import { Store } from "../../src/store/store.ts";
import { databaseTest } from "../store/testingBrowser.ts";

const NOTE = kind<string>("note", 3);
const self = randomId();
const mara = randomId();
const talk = randomId();

async function open(
  name = randomId(),
): Promise<{ readonly archive: Archive; readonly changes: Changes[]; readonly name: string }> {
  const changes: Changes[] = [];
  const store = await (await Store.open(name)).account(self);
  return { archive: await Archive.open(new StoreShelf(store), ["note"], (each) => changes.push(each)), changes, name };
}

function said(position: number, more: Partial<StoredMessage> = {}): StoredMessage {
  return {
    id: randomId(),
    conversation: talk,
    author: mara,
    position,
    category: "PLAIN_TEXT",
    payload: utf8("words " + position),
    state: "here",
    by: "signal",
    expireIn: 0,
    ...more,
  };
}

databaseTest("a transaction that fails changes nothing, and an attempt in it only what it did itself", async () => {
  const { archive, changes } = await open();
  const broken = new Error("broken");

  const outcome = await archive.inTransaction((records) => {
    records.put(NOTE, "a", "lost");
    throw broken;
  }).catch((e) => e);
  await archive.inTransaction(async (records) => {
    records.put(NOTE, "b", "kept");
    await records.attempt(() => {
      records.put(NOTE, "b", "lost");
      records.putMessage(said(1));
      return Promise.reject(broken);
    }).catch(() => {});
  });

  equal(outcome, broken);
  equal([...archive.all(NOTE)], [["b", "kept"]]);
  equal(changes.map((each) => each.messages.length), [0]);
});

databaseTest(
  "what is kept is there for the next one to open it, and the oldest records go when they are too many",
  async () => {
    const { archive, name } = await open();
    for (const note of ["a", "b", "c", "d"]) await archive.inTransaction((records) => records.put(NOTE, note, note));

    const again = (await open(name)).archive;
    await again.ready();

    equal([...again.all(NOTE).keys()], ["b", "c", "d"]);
  },
);

databaseTest("records of a kind that was not read don't look empty", async () => {
  const { archive } = await open();
  const outcome = await archive.inTransaction((records) => records.find(kind("other", 1), "a")).catch((e) => e.message);
  equal(outcome, "records of a kind that was not read: other");
});

databaseTest("unread messages are counted once each, and read up to a place", async () => {
  const { archive } = await open();
  const all = [said(10), said(20), said(30, { author: self, tick: "sent" }), said(40), said(50)];
  await archive.inTransaction(async (records) => {
    for (const message of [...all.slice(0, 2), all[0]!]) await addMessage(records, message, self, mara);
  });
  equal(archive.conversations.get(talk)?.unread, 2);

  // What one says oneself shows that all before it was seen.
  await archive.inTransaction(async (records) => {
    for (const message of all.slice(2)) await addMessage(records, message, self, mara);
  });
  equal(archive.conversations.get(talk)?.unread, 2);
  equal(archive.conversations.get(talk)?.last, all[4]!.id);

  const read = await archive.inTransaction((records) => readUpTo(records, talk, 40, self, archive));
  equal(read.map((message) => message.position), [40]);
  equal(archive.conversations.get(talk)?.unread, 1);
  equal(await archive.inTransaction((records) => readUpTo(records, talk, 20, self, archive)), []);
});

databaseTest("an erased message stays gone when it comes once more, and the one before it is the last", async () => {
  const { archive } = await open();
  const [first, second] = [said(10), said(20)];
  await archive.inTransaction(async (records) => {
    for (const message of [first, second]) await addMessage(records, message, self, mara);
  });

  await archive.inTransaction((records) => eraseMessages(records, [second.id], archive));
  await archive.inTransaction((records) => addMessage(records, second, self, mara));

  const kept = await archive.shelf.message(second.id);
  equal([kept?.state, kept?.payload], ["erased", NOTHING]);
  equal(archive.conversations.get(talk)?.last, first.id);
});

databaseTest("what could not be read stays in its place once it can", async () => {
  const { archive } = await open();
  const unreadable = said(10, { state: "unreadable", payload: NOTHING });
  await archive.inTransaction((records) => addMessage(records, unreadable, self, mara));
  await archive.inTransaction((records) => addMessage(records, said(20), self, mara));

  await archive.inTransaction((records) => addMessage(records, { ...said(99), id: unreadable.id }, self, mara));

  const kept = await archive.shelf.message(unreadable.id);
  equal([kept?.state, kept?.position], ["here", 10]);
  equal(archive.conversations.get(talk)?.unread, 2);
});
