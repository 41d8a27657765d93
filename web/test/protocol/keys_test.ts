import { deepStrictEqual as equal, ok } from "node:assert";
import {
  base64,
  base64Url,
  type Bytes,
  findBase64,
  findHex,
  hex,
  sameBytes,
  textOf,
  utf8,
} from "../../src/protocol/bytes.ts";
import { openBox, sealBox } from "../../src/protocol/boxes.ts";
import {
  checksumOf,
  conversationOf,
  conversationOfGroup,
  findId,
  idBytes,
  idOfBytes,
  snapshotOf,
} from "../../src/protocol/ids.ts";
import { hidePin, pinNumber } from "../../src/protocol/pins.ts";
import {
  agreementKeyOf,
  agreeWith,
  makeSessionKeys,
  sessionKeysOf,
  sessionSecret,
} from "../../src/protocol/sessionKeys.ts";
import { openFile, sealedSize, sealFile } from "../../src/protocol/sealedFiles.ts";
import { readPayload, writePayload } from "../../src/protocol/payload/payload.ts";
import { findTime, timeText } from "../../src/protocol/time.ts";
import { requestSignature, signToken } from "../../src/protocol/tokens.ts";
import { cryptoVectors, keys } from "../golden.ts";

const bytes = (text: string): Bytes => findHex(text)!;

Deno.test("the keys of sessions are those of the golden file", async () => {
  for (const session of keys.sessions) {
    const made = await sessionKeysOf(bytes(session.seed));
    if (session.ed25519) {
      equal([hex(made.publicKey), sessionSecret(made)], [session.ed25519, base64Url(bytes(session.ed25519))]);
    }
    if (session.x25519) equal(hex(agreementKeyOf(made.publicKey)), session.x25519);
    if (session.public_key) equal(base64Url(agreementKeyOf(made.publicKey)), session.public_key);
  }
});

Deno.test("private halves can't be exported", async () => {
  const made = await makeSessionKeys();
  for (const key of [made.signing, made.agreement]) {
    equal(key.extractable, false);
    for (const form of ["pkcs8", "raw"] as const) {
      equal(await crypto.subtle.exportKey(form, key).then(() => "exported", () => "refused"), "refused");
    }
  }
});

Deno.test("checksums are those of the golden file", () => {
  for (const { sessions, checksum } of keys.checksums) equal(checksumOf(sessions), checksum);
});

Deno.test("a PIN is hidden as in the golden file", async () => {
  const { pin } = keys;
  const session = await sessionKeysOf(bytes(pin.session_seed));
  equal(hex((await agreeWith(session, findBase64(pin.pin_token)!))!), pin.shared);
  const hidden = await hidePin(pin.pin, session, pin.pin_token, pin.time * 1000, BigInt(pin.iterator), bytes(pin.iv));
  equal(hidden, { outcome: "hidden", pin: pin.pin_base64 });
  equal((await hidePin("12345", session, pin.pin_token, 0, 1n)).outcome, "refused");
  equal((await hidePin("123456", session, "", 0, 1n)).outcome, "refused");
  equal((await hidePin("123456", session, base64(new Uint8Array(32)), 0, 1n)).outcome, "refused");
  equal([pinNumber(5, 0n), pinNumber(5, 5_000_000n)], [5_000_000n, 5_000_001n]);
});

Deno.test("a box is sealed as in the vectors, and opened by each session, by Flutter's too", async () => {
  const vector = cryptoVectors.encrypted;
  const sender = await sessionKeysOf(bytes(vector.sender.seed));
  const recipients = vector.recipients.map((each) => ({ session: each.session, key: findBase64(each.public_key)! }));
  const chance = {
    key: bytes(vector.key),
    nonce: bytes(vector.nonce),
    ivs: vector.recipients.map((each) => bytes(each.iv)),
  };
  const sealed = (await sealBox(sender, "ENCRYPTED_TEXT", utf8(vector.plaintext), recipients, chance))!;
  equal(base64Url(writePayload(sealed)), vector.data);
  for (const recipient of vector.recipients) {
    const opening = await openBox(await sessionKeysOf(bytes(recipient.seed)), recipient.session, sealed);
    ok(opening.outcome === "opened");
    equal(textOf(opening.payload), vector.plaintext);
  }
  equal((await openBox(sender, recipients[0]!.session, sealed)).outcome, "unreadable");
  equal((await openBox(sender, "99999999-7777-4888-8999-aaaaaaaaaaaa", sealed)).outcome, "not for us");

  const flutter = cryptoVectors.encrypted_by_flutter;
  const message = readPayload("ENCRYPTED_TEXT", findBase64(flutter.data)!);
  ok(message.kind === "encrypted");
  const opening = await openBox(await sessionKeysOf(bytes(flutter.seed)), flutter.session, message);
  equal(opening.outcome === "opened" && textOf(opening.payload), flutter.plaintext);
});

Deno.test("a box is refused when one bit of it is changed", async () => {
  const vector = cryptoVectors.encrypted_by_flutter;
  const session = await sessionKeysOf(bytes(vector.seed));
  const good = findBase64(vector.data)!;
  for (let i = 0; i < 64; i++) {
    const changed = good.slice();
    const at = Math.floor(i * good.length / 64);
    changed[at]! ^= 1 << (i % 8);
    const message = readPayload("ENCRYPTED_TEXT", changed);
    // The highest bit of an X25519 key means nothing: it is not part of the sealed message.
    const isUnused = at === 34 && i % 8 === 7;
    const opened = message.kind === "encrypted" &&
      (await openBox(session, vector.session, message)).outcome === "opened";
    equal(opened, isUnused, `byte ${at}`);
  }
});

Deno.test("a file is sealed and opened as Android does it", async () => {
  const vector = cryptoVectors.attachment;
  const sealed = await sealFile(new Blob([vector.file]), bytes(vector.key), bytes(vector.iv));
  equal(hex(await bytesOf(sealed.blob)), vector.blob);
  equal(hex(sealed.keys.digest), vector.digest);
  const opening = await openFile(sealed.blob, sealed.keys, vector.file.length, "text/plain");
  ok(opening.outcome === "opened");
  equal([await opening.blob.text(), opening.blob.type], [vector.file, "text/plain"]);
  equal((await openFile(sealed.blob, sealed.keys, vector.file.length - 1)).outcome, "too long");
  for (let at = 0; at < 80; at++) {
    const changed = await bytesOf(sealed.blob);
    changed[at]! ^= 1 << (at % 8);
    equal((await openFile(new Blob([changed]), sealed.keys, 100)).outcome, "not as uploaded", `byte ${at}`);
  }
});

Deno.test("files of every length around a piece come out as they went in", async () => {
  const piece = 1 << 20;
  for (const length of [0, 1, 15, 16, 17, piece - 1, piece, piece + 1, 2 * piece, 2 * piece + 16]) {
    const file = new Uint8Array(length).map((_, i) => i * 7);
    const sealed = await sealFile(new Blob([file]));
    equal(sealed.blob.size, sealedSize(length));
    const opening = await openFile(sealed.blob, sealed.keys, length);
    ok(opening.outcome === "opened", `${length}: ${opening.outcome}`);
    ok(sameBytes(await bytesOf(opening.blob), file), `${length} bytes`);
  }
});

Deno.test("a token names its request, and its signature holds", async () => {
  const session = await makeSessionKeys();
  const user = "773e5e77-4107-45c2-b648-8fc722ed77f5", id = "a34c07a9-755d-4b54-94c5-e45e9a2dd43e";
  const token = await signToken({ user, session: id, keys: session }, "POST", "/me?x=1", utf8("{}"), 1_700_000_000_999);
  const [header, claims, signature] = token.split(".") as [string, string, string];
  equal(textOf(findBase64(header)!), '{"alg":"EdDSA","typ":"JWT"}');
  const { jti, ...others } = JSON.parse(textOf(findBase64(claims)!)) as Record<string, unknown>;
  ok(findId(jti));
  const sig = requestSignature("POST", "/me?x=1", utf8("{}"));
  equal(sig, hex(new Uint8Array(await crypto.subtle.digest("SHA-256", utf8("POST/me?x=1{}")))));
  equal(others, { uid: user, sid: id, iat: 1_700_000_000, exp: 1_700_001_800, sig, scp: "FULL" });
  const key = await crypto.subtle.importKey("raw", session.publicKey, "Ed25519", false, ["verify"]);
  ok(await crypto.subtle.verify("Ed25519", key, findBase64(signature)!, utf8(`${header}.${claims}`)));
});

Deno.test("derived ids are those of the Java module", () => {
  // The conversation of the golden frames, whose two people are named there.
  equal(
    conversationOf("773e5e77-4107-45c2-b648-8fc722ed77f5", "7a54e394-1626-4cd4-b967-543932c2a032"),
    "4fe7719e-a953-333f-9e6a-8f2ff61581c1",
  );
  equal(
    conversationOf("7a54e394-1626-4cd4-b967-543932c2a032", "773e5e77-4107-45c2-b648-8fc722ed77f5"),
    "4fe7719e-a953-333f-9e6a-8f2ff61581c1",
  );
  const id = "0b1c6a3e-93cb-4f53-a50e-0a2d1c1f7701";
  equal(idOfBytes(idBytes(id)), id);
  for (const text of ["1-1-1-1-1", id + "0", id.replace("-", "x"), "", 5, null]) equal(findId(text), undefined);
  equal(findId(id.toUpperCase()), id);
  ok(findId(conversationOfGroup(id, "", [], id)) && findId(snapshotOf(id, id)));
});

Deno.test("base64 is read in each client's spelling", () => {
  for (let length = 0; length < 70; length++) {
    const some = crypto.getRandomValues(new Uint8Array(length));
    for (const text of [base64(some), base64Url(some), base64(some).replace(/(.{5})/g, "$1\r\n ")]) {
      equal(findBase64(text), some);
    }
    equal(base64(some), btoa(String.fromCharCode(...some)));
  }
  for (const text of ["A", "AAAAA", "ä", "A*==", "\u{1f642}"]) equal(findBase64(text), undefined);
});

Deno.test("times are read in every precision and zone, and written with six decimals", () => {
  const time = "2026-01-02T03:04:05.678901Z";
  equal(timeText(findTime(time)!), time);
  equal(findTime("2026-01-02T03:04:05.678901234Z"), findTime(time));
  equal(findTime("2026-01-02T05:04:05.678901+02:00"), findTime(time));
  equal(timeText(findTime("2026-01-02T03:04:05Z")!), "2026-01-02T03:04:05.000000Z");
  equal(timeText(findTime("1969-12-31T23:59:59.999999Z")!), "1969-12-31T23:59:59.999999Z");
  equal(timeText(findTime("0001-01-01T00:00:00Z")!), "0001-01-01T00:00:00.000000Z");
  for (
    const text of [
      "",
      "2026-02-30T00:00:00Z",
      "2026-01-02T24:00:00Z",
      "2026-01-02",
      "x".repeat(30),
      5,
      "2026-13-01T00:00:00Z",
    ]
  ) {
    equal(findTime(text), undefined);
  }
});

async function bytesOf(blob: Blob): Promise<Bytes> {
  return new Uint8Array(await blob.arrayBuffer());
}
