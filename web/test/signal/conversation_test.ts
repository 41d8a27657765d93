import { deepStrictEqual as equal, ok } from "node:assert";
import { textOf, utf8 } from "../../src/protocol/bytes.ts";
import { makeKeyPair } from "../../src/signal/curve.ts";
import type { Envelope } from "../../src/signal/envelope.ts";
import { parsePreKeyMessage, writePreKeyMessage } from "../../src/signal/messages.ts";
import type { Opening } from "../../src/signal/outcomes.ts";
import { makeIdentity } from "../../src/signal/ownKeys.ts";
import { ProtobufFields } from "../../src/signal/protobuf.ts";
import { type Chance, randomly } from "../randomly.ts";
import { envelopeOf, someId, TestingDevice } from "./testingPeople.ts";

const CHAT = "4fe7719e-a953-333f-9e6a-8f2ff61581c1", OTHER_CHAT = "928c5c40-769c-3e97-8387-fb1ae0645311";

/** A message on its way. */
interface Sent {
  readonly from: TestingDevice;
  readonly to: TestingDevice;
  readonly envelope: Envelope;
  readonly text: string;
  readonly step: number;
}

/** Two devices in sessions with each other, and what is on its way between them. */
class Pair {
  readonly alice: TestingDevice;
  readonly bob: TestingDevice;
  readonly onTheirWay: Sent[] = [];
  private count = 0;

  constructor(readonly chance: Chance, oneTimeKeys: number) {
    this.alice = new TestingDevice(chance);
    this.bob = new TestingDevice(chance);
    this.alice.leave(oneTimeKeys);
    this.bob.leave(oneTimeKeys);
  }

  other(device: TestingDevice): TestingDevice {
    return device === this.alice ? this.bob : this.alice;
  }

  say(from: TestingDevice, step: number): void {
    const to = this.other(from), text = `text ${this.count++}`;
    if (!from.signal().hasSession(to.address)) from.begin(to);
    this.onTheirWay.push({ from, to, envelope: envelopeOf(from.signal().sealFor(to.address, utf8(text))), text, step });
  }

  open({ from, to, envelope }: Sent): Opening {
    return to.signal().open(CHAT, from.address, envelope);
  }

  /** Takes a message that is on its way: the one that waits too long, or any. */
  take(step: number): Sent {
    const late = this.onTheirWay.findIndex((each) => step - each.step > 12);
    return this.onTheirWay.splice(late < 0 ? this.chance.below(this.onTheirWay.length) : late, 1)[0]!;
  }

  /** Both begin anew and hear each other. */
  heals(): void {
    for (const from of [this.alice, this.bob]) {
      from.begin(this.other(from));
      this.onTheirWay.length = 0;
      this.say(from, 0);
      const sent = this.onTheirWay[0]!;
      equal(opened(this.open(sent)), sent.text);
    }
  }
}

Deno.test("out of order and doubled, with sessions begun on both sides at any time, everything is opened once", () => {
  randomly(2, (chance) => {
    const pair = new Pair(chance, chance.below(4));
    for (let step = 0; step < 60; step++) {
      const action = chance.below(10);
      if (action < 5 && pair.onTheirWay.length < 5) pair.say(chance.one([pair.alice, pair.bob]), step);
      else if (action === 5) {
        const from = chance.one([pair.alice, pair.bob]);
        from.begin(pair.other(from));
      } else if (pair.onTheirWay.length > 0) {
        const sent = pair.take(step);
        equal(opened(pair.open(sent)), sent.text);
        const before = sent.to.records.state();
        ok(pair.open(sent).outcome !== "opened");
        equal(sent.to.records.state(), before);
      }
    }
    while (pair.onTheirWay.length > 0) {
      const sent = pair.take(60);
      equal(opened(pair.open(sent)), sent.text);
    }
  });
});

Deno.test("lost messages lose nothing but themselves, and what was changed on the way is refused", () => {
  randomly(2, (chance) => {
    const pair = new Pair(chance, 3);
    for (let step = 0; step < 60; step++) {
      if (chance.below(2) === 0 || pair.onTheirWay.length === 0) pair.say(chance.one([pair.alice, pair.bob]), step);
      else {
        const sent = pair.take(step);
        const kind = chance.below(3);
        if (kind === 0) continue;
        if (kind === 1) {
          const before = sent.to.records.state();
          const message = sent.envelope.message.slice();
          // Its MAC, or what the MAC covers.
          message[message.length - 1 - chance.below(20)]! ^= 1 << chance.below(8);
          const opening = pair.open({ ...sent, envelope: { ...sent.envelope, message } });
          // The last field of a first message is no one's but its sender's: the signed pre-key's id.
          ok(opening.outcome !== "opened" || sent.envelope.type === "new session");
          if (opening.outcome !== "opened") equal(sent.to.records.state(), before);
          else continue;
        }
        equal(opened(pair.open(sent)), sent.text);
      }
    }
  });
});

Deno.test("when one side goes back to an old state nothing false is opened, and both can begin anew", () => {
  randomly(2, (chance) => {
    const pair = new Pair(chance, 40);
    const said = new Set<string>();
    let kept: { readonly device: TestingDevice; readonly state: Map<string, unknown> } | undefined;
    for (let step = 0; step < 60; step++) {
      const action = chance.below(12);
      if (action === 0) {
        const device = chance.one([pair.alice, pair.bob]);
        kept = { device, state: device.records.state() };
      } else if (action === 1 && kept !== undefined) kept.device.records.restore(kept.state);
      else if (action < 7) {
        pair.say(chance.one([pair.alice, pair.bob]), step);
        said.add(pair.onTheirWay.at(-1)!.text);
      } else if (pair.onTheirWay.length > 0) {
        const sent = pair.take(step);
        const opening = pair.open(sent);
        ok(opening.outcome !== "opened" || textOf(opening.plaintext) === sent.text, "another message's text");
      }
    }
    pair.heals();
  });
});

Deno.test("a sender's messages reach each who has its key, once, in any order, and only under their conversation", () => {
  randomly(2, (chance) => {
    const [alice, bob, carol] = [
      new TestingDevice(chance),
      new TestingDevice(chance),
      new TestingDevice(chance),
    ] as const;
    for (const each of [alice, bob, carol]) each.leave(2);
    const sent: {
      readonly from: TestingDevice;
      readonly to: TestingDevice;
      readonly envelope: Envelope;
      readonly text: string;
    }[] = [];
    const holders = new Map<TestingDevice, Set<TestingDevice>>([alice, bob, carol].map((each) => [each, new Set()]));
    for (let step = 0; step < 50; step++) {
      const from = chance.one([alice, bob, carol]);
      const others = [alice, bob, carol].filter((each) => each !== from);
      switch (chance.below(8)) {
        case 0: {
          from.signal().rotateSenderKey(CHAT);
          holders.get(from)!.clear();
          break;
        }
        case 1:
        case 2: {
          const to = chance.one(others);
          if (!from.signal().hasSession(to.address)) from.begin(to);
          const key = envelopeOf(from.signal().sealSenderKey(CHAT, to.address));
          equal(to.signal().openSenderKey(CHAT, from.address, key).outcome, "opened");
          holders.get(from)!.add(to);
          break;
        }
        default: {
          const text = `text ${step}`;
          const sealing = from.signal().seal(CHAT, utf8(text));
          equal(sealing.outcome, from.signal().hasSenderKey(CHAT) ? "sealed" : "no key");
          if (sealing.outcome !== "sealed") break;
          for (const to of others) {
            if (holders.get(from)!.has(to)) sent.push({ from, to, envelope: sealing.envelope, text });
            else ok(to.signal().open(CHAT, from.address, sealing.envelope).outcome !== "opened");
          }
        }
      }
      // At most a few rotations late: a receiver keeps five keys.
      while (sent.length > 6 || (sent.length > 0 && chance.below(3) === 0)) {
        const [one] = sent.splice(chance.below(Math.min(3, sent.length)), 1);
        const { from, to, envelope, text } = one!;
        ok(to.signal().open(OTHER_CHAT, from.address, envelope).outcome === "no key");
        equal(opened(to.signal().open(CHAT, from.address, envelope)), text);
        equal(to.signal().open(CHAT, from.address, envelope).outcome, "duplicate");
      }
    }
  });
});

Deno.test("a sender key of another conversation is refused, also when it doesn't say whose it is", () => {
  randomly(1, (chance) => {
    const alice = new TestingDevice(chance), bob = new TestingDevice(chance);
    bob.leave(1);
    alice.begin(bob);
    const key = envelopeOf(alice.signal().sealSenderKey(CHAT, bob.address));
    equal(bob.signal().openSenderKey(OTHER_CHAT, alice.address, key).outcome, "unreadable");
    const group = envelopeOf(alice.signal().seal(CHAT, utf8("x")));
    equal(bob.signal().openSenderKey(CHAT, alice.address, group).outcome, "unreadable");
    equal(bob.signal().open(OTHER_CHAT, alice.address, group).outcome, "no key");
  });
});

Deno.test("another identity is reported, and used once it is accepted", () => {
  randomly(1, (chance) => {
    const alice = new TestingDevice(chance), bob = new TestingDevice(chance);
    for (const each of [alice, bob]) each.leave(3);
    alice.begin(bob);
    bob.signal().open(CHAT, alice.address, envelopeOf(alice.signal().sealFor(bob.address, utf8("hello"))));

    const user = alice.address.user;
    const other = new TestingDevice(chance, user, makeIdentity(chance.bytes));
    other.leave(3);
    other.begin(bob);
    const envelope = envelopeOf(other.signal().sealFor(bob.address, utf8("me again")));
    const before = bob.records.state();
    const opening = bob.signal().open(CHAT, other.address, envelope);
    equal(opening, {
      outcome: "other identity",
      known: alice.signal().identity.pair.key,
      offered: other.signal().identity.pair.key,
    });
    equal(bob.signal().begin(other.bundle()).outcome, "other identity");
    equal(bob.records.state(), before);

    bob.signal().acceptIdentity(user, other.signal().identity.pair.key);
    equal(opened(bob.signal().open(CHAT, other.address, envelope)), "me again");
    ok(!bob.signal().hasSession(alice.address));
    ok(bob.signal().findSafetyNumber(user) === other.signal().findSafetyNumber(bob.address.user));
  });
});

Deno.test("keys that somebody made up begin nothing", () => {
  randomly(1, (chance) => {
    const alice = new TestingDevice(chance), bob = new TestingDevice(chance);
    bob.leave(1);
    const bundle = bob.bundle();
    const before = alice.records.state();
    for (let i = 0; i < 64; i++) {
      const signature = bundle.signed.signature.slice();
      signature[i]! ^= 1 << (i % 8);
      equal(alice.signal().begin({ ...bundle, signed: { ...bundle.signed, signature } }).outcome, "forged");
    }
    equal(alice.signal().begin({ ...bundle, identity: new Uint8Array(33) }).outcome, "forged");
    equal(alice.signal().begin({ ...bundle, signed: { ...bundle.signed, key: new Uint8Array(33) } }).outcome, "forged");
    equal(alice.records.state(), before);
  });
});

Deno.test("a one-time pre-key is spent by the first message that opens", () => {
  randomly(1, (chance) => {
    const alice = new TestingDevice(chance), bob = new TestingDevice(chance), carol = new TestingDevice(chance);
    bob.leave(1);
    const bundle = bob.bundle();
    alice.signal().begin(bundle);
    carol.signal().begin(bundle);
    const first = envelopeOf(alice.signal().sealFor(bob.address, utf8("first")));
    const late = envelopeOf(carol.signal().sealFor(bob.address, utf8("late")));
    equal(opened(bob.signal().open(CHAT, alice.address, first)), "first");
    equal(bob.signal().open(CHAT, carol.address, late).outcome, "unreadable");
    equal(bob.records.names("key.one-time"), []);
  });
});

Deno.test("2,000 overtaken messages are waited for, and no message further ahead is opened", () => {
  randomly(1, (chance) => {
    const alice = new TestingDevice(chance), bob = new TestingDevice(chance);
    bob.leave(1);
    alice.begin(bob);
    const all: Envelope[] = [];
    for (let i = 0; i < 2012; i++) all.push(envelopeOf(alice.signal().sealFor(bob.address, utf8(`${i}`))));
    const opens = (i: number) => opened(bob.signal().open(CHAT, alice.address, all[i]!)) === `${i}`;
    ok(!opens(2001));
    for (const i of [2000, 0, 1000, 1999, 2001, 2011]) ok(opens(i), `${i}`);
    // 2,006 wait by then: the six oldest had to go.
    equal([6, 7, 2010, 7].map(opens), [false, true, true, false]);
  });
});

Deno.test("records stay within their bounds, whatever others begin", () => {
  randomly(1, (chance) => {
    const alice = new TestingDevice(chance), bob = new TestingDevice(chance);
    bob.leave(0);
    alice.begin(bob);
    const hear = () =>
      bob.signal().open(CHAT, alice.address, envelopeOf(alice.signal().sealFor(bob.address, utf8("x"))));
    equal(hear().outcome, "opened");
    const [session] = bob.records.names("key.session");
    const states = bob.records.find("key.session", session!)!;
    bob.records.put("key.session", session!, Array.from({ length: 41 }, () => ({ ...states[0]! })));
    alice.begin(bob);
    equal(hear().outcome, "opened");
    equal(bob.records.find("key.session", session!)!.length, 41);
    for (let i = 0; i < 7; i++) {
      for (const [from, to] of [[alice, bob], [bob, alice]] as const) {
        equal(
          opened(to.signal().open(CHAT, from.address, envelopeOf(from.signal().sealFor(to.address, utf8("x"))))),
          "x",
        );
      }
      alice.signal().rotateSenderKey(CHAT);
      bob.signal().openSenderKey(CHAT, alice.address, envelopeOf(alice.signal().sealSenderKey(CHAT, bob.address)));
    }
    equal(bob.records.find("key.session", session!)![0]!.receiving.length, 5);
    const [sender] = bob.records.names("key.sender");
    equal(bob.records.find("key.sender", sender!)!.length, 5);
  });
});

Deno.test("a message of a session can't be passed off as the first one of another", () => {
  randomly(1, (chance) => {
    const alice = new TestingDevice(chance), bob = new TestingDevice(chance);
    bob.leave(2);
    alice.begin(bob);
    const first = envelopeOf(alice.signal().sealFor(bob.address, utf8("first")));
    const second = parsePreKeyMessage(envelopeOf(alice.signal().sealFor(bob.address, utf8("second"))).message)!;
    equal(opened(bob.signal().open(CHAT, alice.address, first)), "first");
    const before = bob.records.state();
    const { oneTime } = bob.bundle();
    const message = writePreKeyMessage({ ...second, preKeyId: oneTime!.id, baseKey: makeKeyPair(chance.bytes).key });
    equal(bob.signal().open(CHAT, alice.address, { type: "new session", message }).outcome, "unreadable");
    equal(bob.records.state(), before);
  });
});

Deno.test("a sender who goes back doesn't take its readers back", () => {
  randomly(1, (chance) => {
    const alice = new TestingDevice(chance), bob = new TestingDevice(chance);
    bob.leave(1);
    alice.begin(bob);
    const handOver = () =>
      bob.signal().openSenderKey(CHAT, alice.address, envelopeOf(alice.signal().sealSenderKey(CHAT, bob.address)));
    equal(handOver().outcome, "opened");
    const [name] = alice.records.names("key.sender"), earlier = alice.records.find("key.sender", name!)!;
    const said = envelopeOf(alice.signal().seal(CHAT, utf8("said")));
    equal(opened(bob.signal().open(CHAT, alice.address, said)), "said");
    alice.records.put("key.sender", name!, earlier);
    equal(handOver().outcome, "opened");
    equal(bob.signal().open(CHAT, alice.address, said).outcome, "duplicate");
  });
});

Deno.test("a new chain says how far the one before it came, as libsignal counts", () => {
  randomly(1, (chance) => {
    const alice = new TestingDevice(chance), bob = new TestingDevice(chance);
    bob.leave(1);
    alice.begin(bob);
    const say = (from: TestingDevice, to: TestingDevice) => {
      const envelope = envelopeOf(from.signal().sealFor(to.address, utf8("x")));
      equal(to.signal().open(CHAT, from.address, envelope).outcome, "opened");
      return envelope;
    };
    for (let i = 0; i < 3; i++) say(alice, bob);
    say(bob, alice);
    equal(ProtobufFields.parse(say(alice, bob).message.slice(1, -8))?.number(3), 2);
  });
});

Deno.test("a sender key that is handed out again never opens a message twice", () => {
  randomly(1, (chance) => {
    const alice = new TestingDevice(chance), bob = new TestingDevice(chance);
    bob.leave(1);
    alice.begin(bob);
    const early = envelopeOf(alice.signal().sealSenderKey(CHAT, bob.address));
    const keys = [early];
    bob.signal().openSenderKey(CHAT, alice.address, early);
    const first = envelopeOf(alice.signal().seal(CHAT, utf8("first"))),
      second = envelopeOf(alice.signal().seal(CHAT, utf8("second")));
    keys.push(envelopeOf(alice.signal().sealSenderKey(CHAT, bob.address)));
    equal(opened(bob.signal().open(CHAT, alice.address, second)), "second");
    equal(bob.signal().openSenderKey(CHAT, alice.address, keys[1]!).outcome, "opened");
    equal(bob.signal().open(CHAT, alice.address, second).outcome, "duplicate");
    equal(opened(bob.signal().open(CHAT, alice.address, first)), "first");
    equal(bob.signal().open(CHAT, alice.address, first).outcome, "duplicate");
  });
});

Deno.test("whatever comes in is an outcome, and never an exception", () => {
  randomly(3, (chance) => {
    const alice = new TestingDevice(chance), bob = new TestingDevice(chance);
    bob.leave(1);
    alice.begin(bob);
    const key = envelopeOf(alice.signal().sealSenderKey(CHAT, bob.address));
    bob.signal().openSenderKey(CHAT, alice.address, key);
    const good = [
      key,
      envelopeOf(alice.signal().seal(CHAT, utf8("x"))),
      envelopeOf(alice.signal().sealFor(bob.address, utf8("y"))),
    ];
    const sender = { user: alice.address.user, session: someId(chance) };
    for (let i = 0; i < 150; i++) {
      const envelope = chance.one(good);
      const message = chance.below(4) === 0
        ? chance.bytes(chance.below(80))
        : envelope.message.slice(0, 1 + chance.below(envelope.message.length));
      for (let j = chance.below(3); j > 0; j--) message[chance.below(message.length)] = chance.below(256);
      const type = chance.one(["session", "new session", "sender key"] as const);
      const from = chance.one([alice.address, sender]);
      bob.signal().open(CHAT, from, { type, message });
      bob.signal().openSenderKey(CHAT, from, { type, message });
    }
  });
});

function opened(opening: Opening): string {
  return opening.outcome === "opened" ? textOf(opening.plaintext) : JSON.stringify(opening);
}
