import { databaseTest } from "./testingBrowser.ts";
import { deepStrictEqual as equal, ok } from "node:assert";
import { textOf, utf8 } from "../../src/protocol/bytes.ts";
import { randomId } from "../../src/protocol/ids.ts";
import { type KeyKind, MOST_RECORDS } from "../../src/signal/records.ts";
import { kindOf, type Write } from "../../src/store/change.ts";
import { Store } from "../../src/store/store.ts";
import { Chance } from "../randomly.ts";
import { envelopeOf, TestingDevice } from "../signal/testingPeople.ts";

const CHAT = "4fe7719e-a953-333f-9e6a-8f2ff61581c1";

databaseTest("keys that were stored and read continue where they were", async () => {
  const chance = new Chance(7);
  const alice = new TestingDevice(chance), bob = new TestingDevice(chance);
  for (const each of [alice, bob]) each.leave(3);
  alice.begin(bob);
  bob.signal().openSenderKey(CHAT, alice.address, envelopeOf(alice.signal().sealSenderKey(CHAT, bob.address)));
  const [late, read] = ["late", "read"].map((text) => envelopeOf(alice.signal().seal(CHAT, utf8(text)))) as [
    ReturnType<typeof envelopeOf>,
    ReturnType<typeof envelopeOf>,
  ];
  const answer = envelopeOf(bob.signal().sealFor(alice.address, utf8("answer")));
  ok(bob.signal().open(CHAT, alice.address, read).outcome === "opened");

  for (const device of [alice, bob]) await throughTheStore(device);

  equal(bob.signal().open(CHAT, alice.address, read).outcome, "duplicate");
  const opening = bob.signal().open(CHAT, alice.address, late);
  equal(opening.outcome === "opened" && textOf(opening.plaintext), "late");
  equal(alice.signal().open(CHAT, bob.address, answer).outcome, "opened");
  const next = envelopeOf(alice.signal().sealFor(bob.address, utf8("next")));
  equal([next.type, bob.signal().open(CHAT, alice.address, next).outcome], ["session", "opened"]);
  equal(bob.signal().makePreKeys(1).oneTime.length, 1);
});

/** Writes all records of a device to a store, and replaces them by what comes back. */
async function throughTheStore(device: TestingDevice): Promise<void> {
  const kinds = Object.keys(MOST_RECORDS) as KeyKind[];
  const name = randomId();
  const store = await Store.open(name);
  const written = kinds.flatMap((kind) =>
    device.records.names(kind).map((each): Write => ({
      write: "put",
      kind,
      name: each,
      value: device.records.find(kind, each),
    }))
  );
  ok(written.length > 5);
  equal(await (await store.account(device.address.user)).write(written), { outcome: "written" });
  store.close();
  const again = await Store.open(name);
  const account = await again.account(device.address.user);
  const before = device.records.state();
  device.records.restore(new Map());
  for (const kind of kinds) {
    for (const { name, value } of await account.list(kindOf<never>(kind))) device.records.put(kind, name, value);
  }
  equal([...device.records.state().keys()].sort(), [...before.keys()].sort());
  again.close();
}
