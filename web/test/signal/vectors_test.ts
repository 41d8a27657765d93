import { deepStrictEqual as equal, ok } from "node:assert";
import { base64, type Bytes, findBase64, findHex, hex, textOf, utf8 } from "../../src/protocol/bytes.ts";
import { findKey, isSignedBy, KEY_BYTES, keyPairOf, makeKeyPair, sign } from "../../src/signal/curve.ts";
import { type Envelope, envelopeBytes, parseEnvelope } from "../../src/signal/envelope.ts";
import {
  findLinkAddress,
  linkAddressText,
  openLinkSecret,
  openLinkText,
  sealLinkSecret,
} from "../../src/signal/linking.ts";
import { safetyNumber, spokenSafetyNumber } from "../../src/signal/safetyNumber.ts";
import { SignalDevice } from "../../src/signal/signalDevice.ts";
import { keys, signalVectors } from "../golden.ts";
import { Chance, randomly } from "../randomly.ts";
import { TestingRecords } from "./testingRecords.ts";

const bytes = (text: string): Bytes => findHex(text)!;
const vector = signalVectors;
const ALICE = { user: "773e5e77-4107-45c2-b648-8fc722ed77f5", session: "a34c07a9-755d-4b54-94c5-e45e9a2dd43e" };
const BOB = "7a54e394-1626-4cd4-b967-543932c2a032";

Deno.test("keys and the signed pre-key's signature are those of the vectors", () => {
  for (
    const [secret, key] of [
      [vector.bob.identity_private, vector.bob.identity],
      [vector.bob.signed_pre_key.private, vector.bob.signed_pre_key.public],
      [vector.bob.one_time_pre_key.private, vector.bob.one_time_pre_key.public],
    ] as const
  ) {
    equal(hex(keyPairOf(bytes(secret)).key), key);
  }
  ok(
    isSignedBy(
      bytes(vector.bob.identity),
      bytes(vector.bob.signed_pre_key.public),
      bytes(vector.bob.signed_pre_key.signature),
    ),
  );
});

Deno.test("64 one-bit changes of a signature are refused, and so are other keys and messages", () => {
  const identity = bytes(vector.bob.identity), signed = bytes(vector.bob.signed_pre_key.public);
  for (let i = 0; i < 64; i++) {
    const changed = bytes(vector.bob.signed_pre_key.signature);
    changed[i]! ^= 1 << (i % 8);
    equal(isSignedBy(identity, signed, changed), false, `byte ${i}`);
  }
  const signature = bytes(vector.bob.signed_pre_key.signature);
  equal(isSignedBy(identity, bytes(vector.bob.one_time_pre_key.public), signature), false);
  equal(isSignedBy(signed, signed, signature), false);
  equal(isSignedBy(identity, signed, signature.slice(1)), false);
});

Deno.test("a signature has one spelling: the order of the base point can't be added to it", () => {
  const pair = makeKeyPair(), message = utf8("message"), signature = sign(pair, message);
  const order = bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  for (let i = 0, carry = 0; i < 32; i++) {
    carry += signature[32 + i]! + order[i]!;
    signature[32 + i] = carry & 255;
    carry >>= 8;
  }
  equal(isSignedBy(pair.key, message, signature), false);
});

Deno.test("own signatures hold, for keys of both signs, and never twice the same", () => {
  randomly(1, (chance) => {
    let negative = 0;
    for (let i = 0; i < 40; i++) {
      const pair = makeKeyPair(chance.bytes),
        message = utf8("message " + i),
        signature = sign(pair, message, chance.bytes);
      negative += signature[63]! >> 7;
      ok(isSignedBy(pair.key, message, signature));
      ok(base64(signature) !== base64(sign(pair, message, chance.bytes)));
    }
    ok(negative > 4 && negative < 36, `${negative} of 40`);
  });
});

Deno.test("keys of low order, not below the prime, or of another form are not keys", () => {
  const none = new Uint8Array(KEY_BYTES);
  none[0] = 5;
  const one = none.slice();
  one[1] = 1;
  const prime = Uint8Array.from({ length: KEY_BYTES }, (_, i) => i === 0 ? 5 : i === 1 ? 0xed : i === 32 ? 0x7f : 0xff);
  const belowPrime = prime.slice();
  belowPrime[1] = 0xec;
  const order8 = bytes("05e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800");
  const high = makeKeyPair().key.slice();
  high[32]! |= 0x80;
  for (const key of [none, one, prime, belowPrime, order8, high, new Uint8Array(0), makeKeyPair().key.slice(1)]) {
    equal(findKey(key), undefined);
  }
  const good = makeKeyPair().key;
  equal(findKey(good), good);
});

Deno.test("Bob reads what signal-protocol-java wrote: X3DH, ratchet, sender key", () => {
  const { device } = bob();
  const key = parseEnvelope(findBase64(vector.sender_key.data)!)!;
  equal(key.type, "new session");
  equal(device.openSenderKey(vector.conversation, ALICE, key).outcome, "opened");
  equal(hex(device.findIdentity(ALICE.user)!), vector.alice.identity);
  for (const message of vector.messages) {
    const opening = device.open(vector.conversation, ALICE, parseEnvelope(findBase64(message.data)!)!);
    equal(opening.outcome === "opened" && textOf(opening.plaintext), message.plaintext);
  }
  equal(device.openSenderKey(vector.conversation, ALICE, key).outcome, "duplicate");
});

Deno.test("the sender key inside is that of the vectors", () => {
  const { device } = bob();
  const opening = device.open(vector.conversation, ALICE, parseEnvelope(findBase64(vector.sender_key.data)!)!);
  equal(opening.outcome === "opened" && hex(opening.plaintext), vector.sender_key.plaintext);
});

Deno.test("64 one-bit changes of each message are refused and change nothing", () => {
  const { device, records } = bob();
  refusesChanges(
    vector.sender_key.data,
    (envelope) => device.openSenderKey(vector.conversation, ALICE, envelope),
    records,
  );
  device.openSenderKey(vector.conversation, ALICE, parseEnvelope(findBase64(vector.sender_key.data)!)!);
  for (const message of vector.messages) {
    refusesChanges(message.data, (envelope) => device.open(vector.conversation, ALICE, envelope), records);
  }
});

Deno.test("envelopes are those of the vectors", () => {
  for (const each of vector.envelopes) {
    const envelope = parseEnvelope(findBase64(each.data)!)!;
    equal(envelope.type, each.type.toLowerCase().replace("_", " "));
    equal(envelope.again, each.again);
    equal(hex(envelope.message), each.message);
    equal(base64(envelopeBytes(envelope)), each.data);
  }
  for (const text of ["", "03", "0304000000000000", "0204000000000000", "0305000000000000", "030401000000000041"]) {
    equal(parseEnvelope(bytes(text)) === undefined, text !== "0304000000000000", text);
  }
});

Deno.test("what a phone tells a new device is read as in the golden file", () => {
  const device = keyPairOf(bytes(keys.provisioning.private_key));
  equal(textOf(openLinkText(keys.provisioning.secret, device)!), keys.provisioning.message);
  equal(openLinkText(keys.provisioning.secret, makeKeyPair()), undefined);
  // It names no user and no keys.
  equal(openLinkSecret(keys.provisioning.secret, device), undefined);
});

Deno.test("a link's address and secret come out as they went in, for the device they are for", () => {
  const device = makeKeyPair();
  const address = { device: ALICE.session, key: device.key };
  equal(findLinkAddress(linkAddressText(address)), address);
  equal(findLinkAddress(`mixin://device/auth?id=${ALICE.session}&pub_key=${base64(device.key)}`), address);
  for (
    const text of [
      "",
      "mixin://device/auth?id=1&pub_key=",
      linkAddressText(address) + "&x=1",
      "mixin://device/auth?id=%&pub_key=%",
    ]
  ) {
    equal(findLinkAddress(text), undefined);
  }
  const secret = { identity: makeKeyPair(), user: BOB, session: ALICE.session, code: "1234" };
  const sealed = sealLinkSecret(secret, device.key);
  equal(openLinkSecret(sealed, device), secret);
  equal(openLinkSecret(sealed, makeKeyPair()), undefined);
  for (let i = 0; i < 64; i++) {
    const changed = findBase64(sealed)!;
    changed[Math.floor(i * changed.length / 64)]! ^= 1 << (i % 8);
    equal(openLinkSecret(base64(changed), device) === undefined, true, `change ${i}`);
  }
});

Deno.test("a safety number has 60 digits, is the same for both, and another for another key", () => {
  const chance = new Chance(1);
  const alice = { user: ALICE.user, key: makeKeyPair(chance.bytes).key },
    other = { user: BOB, key: makeKeyPair(chance.bytes).key };
  const number = safetyNumber(alice, other);
  ok(/^[0-9]{60}$/.test(number));
  equal(safetyNumber(other, alice), number);
  ok(safetyNumber({ ...alice, key: makeKeyPair(chance.bytes).key }, other) !== number);
  equal(spokenSafetyNumber(number).split(" ").map((each) => each.length), Array(12).fill(5));
});

function bob(): { readonly device: SignalDevice; readonly records: TestingRecords } {
  const records = new TestingRecords();
  const identity = { pair: keyPairOf(bytes(vector.bob.identity_private)), registrationId: vector.bob.registration_id };
  const device = SignalDevice.create(BOB, identity, records);
  const { signed_pre_key: signed, one_time_pre_key: once } = vector.bob;
  records.put("key.signed", String(signed.id), keyPairOf(bytes(signed.private)));
  records.put("key.one-time", String(once.id), keyPairOf(bytes(once.private)));
  return { device, records };
}

function refusesChanges(
  data: string,
  open: (envelope: Envelope) => { readonly outcome: string },
  records: TestingRecords,
): void {
  const before = records.state();
  const envelope = parseEnvelope(findBase64(data)!)!;
  for (let i = 0; i < 64; i++) {
    const at = Math.floor(i * envelope.message.length / 64);
    const changed = envelope.message.slice();
    changed[at]! ^= 1 << (i % 8);
    // No MAC covers two parts of a first message: the latest version that its sender knows, and the sender's registration id.
    const registration = envelope.type === "new session" ? positionOf(envelope.message, 0x28, 31) : -2;
    if (envelope.type === "new session" && (at === 0 || at === registration || at === registration + 1)) continue;
    const opening = open({ ...envelope, message: changed });
    ok(opening.outcome !== "opened", `byte ${at}`);
    equal(records.state(), before);
  }
}

function positionOf(bytes: Bytes, first: number, second: number): number {
  return bytes.findIndex((byte, i) => byte === first && bytes[i + 1] === second);
}
