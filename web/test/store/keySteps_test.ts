import { databaseTest } from "./testingBrowser.ts";
import { deepStrictEqual as equal, ok, rejects } from "node:assert";
import { textOf, utf8 } from "../../src/protocol/bytes.ts";
import type { KeyBundle } from "../../src/protocol/blaze.ts";
import { type Id, randomId } from "../../src/protocol/ids.ts";
import type { Envelope } from "../../src/signal/envelope.ts";
import { makeIdentity } from "../../src/signal/ownKeys.ts";
import { SECURE } from "../../src/signal/algorithms.ts";
import type { KeyRecords } from "../../src/signal/records.ts";
import type { DeviceAddress } from "../../src/signal/sessions.ts";
import { recordsToOpen, SignalDevice } from "../../src/signal/signalDevice.ts";
import type { AccountStore } from "../../src/store/accountStore.ts";
import { type Change, putMessage } from "../../src/store/change.ts";
import { KeySteps } from "../../src/store/keySteps.ts";
import { Store } from "../../src/store/store.ts";

const CHAT = "4fe7719e-a953-333f-9e6a-8f2ff61581c1";
const ALICE: DeviceAddress = { user: randomId(), session: randomId() },
  BOB: DeviceAddress = { user: randomId(), session: randomId() };

databaseTest("a key that is used up and the text that it opened are kept together, or neither", async () => {
  const { alice, bob, bobs } = await two();
  await handOver(alice, bob);
  const envelope = await said(alice, "hello");
  const id = randomId();
  // Not a text that can be stored.
  const failed = await bob.run(
    opening(envelope),
    () => [putMessage({ id, conversation: CHAT, position: NaN, body: {} })],
  );
  equal(failed.outcome, "failed");
  equal(await bobs.message(id), undefined);

  const done = await bob.run(
    opening(envelope),
    (opened): Change =>
      opened.outcome === "opened"
        ? [putMessage({ id, conversation: CHAT, position: 1, body: { text: textOf(opened.plaintext) } })]
        : [],
  );
  ok(done.outcome === "done" && done.result.outcome === "opened");
  equal((await bobs.message(id))?.body, { text: "hello" });
  const again = await bob.run(opening(envelope));
  equal(again.outcome === "done" && again.result.outcome, "duplicate");
});

databaseTest("another start goes on where the last one has stopped", async () => {
  const { name, store, alice, bob } = await two();
  await handOver(alice, bob);
  const first = await said(alice, "first"), second = await said(alice, "second");
  ok(await isOpened(bob, second));
  store.close();

  const again = await Store.open(name);
  const restarted = new KeySteps(await again.account(BOB.user)),
    aliceAgain = new KeySteps(await again.account(ALICE.user));
  ok(!await isOpened(restarted, second));
  ok(await isOpened(restarted, first));
  ok(await isOpened(restarted, await said(aliceAgain, "third")));
  again.close();
});

databaseTest("steps follow one another, whoever asks first, and no key is used twice", async () => {
  const { store, alice, bob } = await two();
  await handOver(alice, bob);
  const texts = Array.from({ length: 30 }, (_, i) => `text ${i}`);
  const envelopes = await Promise.all(texts.map((text) => said(alice, text)));
  const opened = await Promise.all(envelopes.reverse().map((each) => bob.run(opening(each))));
  equal(
    opened.map((each) => each.outcome === "done" && each.result.outcome === "opened" && textOf(each.result.plaintext)),
    texts.reverse(),
  );
  store.close();
});

databaseTest("a step that throws changes nothing and stops nobody", async () => {
  const { store, alice, bob } = await two();
  await handOver(alice, bob);
  const envelope = await said(alice, "hello");
  const broken = bob.run((records) => {
    opening(envelope)(records);
    throw new Error("broken");
  });
  const next = isOpened(bob, envelope);
  await rejects(broken, /broken/);
  ok(await next);
  store.close();
});

databaseTest(
  "an accepted identity forgets the sender keys of the user, also those that are not in memory",
  async () => {
    const { name, store, alice, bob } = await two();
    await handOver(alice, bob);
    const envelope = await said(alice, "under the old key");
    store.close();
    const again = await Store.open(name);
    const restarted = new KeySteps(await again.account(BOB.user));
    const key = makeIdentity(SECURE).pair.key;
    await restarted.run((records) => device(BOB.user, records).acceptIdentity(ALICE.user, key));
    const done = await restarted.run(opening(envelope));
    equal(done.outcome === "done" && done.result.outcome, "no key");
    again.close();
  },
);

databaseTest("many pushes are opened in one step, which runs once when their records were loaded ahead", async () => {
  const { name, store, alice, bob } = await two();
  await handOver(alice, bob);
  const envelopes: Envelope[] = [];
  for (let i = 0; i < 20; i++) envelopes.push(await said(alice, `text ${i}`));
  store.close();
  const again = await Store.open(name);
  const restarted = new KeySteps(await again.account(BOB.user));
  let runs = 0;
  const done = await restarted.run(
    (records) => {
      runs++;
      return envelopes.map((each) => opening(each)(records).outcome);
    },
    () => [],
    envelopes.flatMap((each) => recordsToOpen(CHAT, ALICE, each)),
  );
  equal(done, { outcome: "done", result: envelopes.map(() => "opened") });
  equal(runs, 1);
  again.close();
});

databaseTest(
  "the first message of a session is opened in one run, too, when its records were loaded ahead",
  async () => {
    const { store, alice, bob } = await two();
    const sealed = await alice.run((records) => device(ALICE.user, records).sealSenderKey(CHAT, BOB));
    ok(sealed.outcome === "done" && sealed.result.outcome === "sealed");
    const { envelope } = sealed.result;
    let runs = 0;
    const work = (records: KeyRecords) => {
      runs++;
      return device(BOB.user, records).open(CHAT, ALICE, envelope).outcome;
    };
    equal(await bob.run(work, () => [], recordsToOpen(CHAT, ALICE, envelope)), { outcome: "done", result: "opened" });
    equal(runs, 1);
    store.close();
  },
);

interface Two {
  readonly name: string;
  readonly store: Store;
  readonly alice: KeySteps;
  readonly bob: KeySteps;
  readonly bobs: AccountStore;
}

/** Two devices, of which Alice's has a session with Bob's. */
async function two(): Promise<Two> {
  const name = randomId();
  const store = await Store.open(name);
  const bobs = await store.account(BOB.user);
  const alice = new KeySteps(await store.account(ALICE.user)), bob = new KeySteps(bobs);
  await alice.run((records) => void SignalDevice.create(ALICE.user, makeIdentity(SECURE), records));
  const left = await bob.run((records) => SignalDevice.create(BOB.user, makeIdentity(SECURE), records).makePreKeys(2));
  ok(left.outcome === "done");
  const { identity, signed, oneTime } = left.result;
  const bundle: KeyBundle = { ...BOB, registrationId: 1, identity, signed, oneTime: oneTime[0]! };
  const begun = await alice.run((records) => device(ALICE.user, records).begin(bundle));
  ok(begun.outcome === "done" && begun.result.outcome === "begun");
  return { name, store, alice, bob, bobs };
}

async function handOver(alice: KeySteps, bob: KeySteps): Promise<void> {
  const sealed = await alice.run((records) => device(ALICE.user, records).sealSenderKey(CHAT, BOB));
  ok(sealed.outcome === "done" && sealed.result.outcome === "sealed");
  const { envelope } = sealed.result;
  const opened = await bob.run((records) => device(BOB.user, records).openSenderKey(CHAT, ALICE, envelope));
  ok(opened.outcome === "done" && opened.result.outcome === "opened");
}

async function said(alice: KeySteps, text: string): Promise<Envelope> {
  const done = await alice.run((records) => device(ALICE.user, records).seal(CHAT, utf8(text)));
  ok(done.outcome === "done" && done.result.outcome === "sealed");
  return done.result.envelope;
}

function opening(envelope: Envelope) {
  return (records: KeyRecords) => device(BOB.user, records).open(CHAT, ALICE, envelope);
}

async function isOpened(bob: KeySteps, envelope: Envelope): Promise<boolean> {
  const done = await bob.run(opening(envelope));
  return done.outcome === "done" && done.result.outcome === "opened";
}

function device(user: Id, records: KeyRecords): SignalDevice {
  const found = SignalDevice.find(user, records);
  ok(found);
  return found;
}
