/**
 * A device of the web messenger, driven by another program: each line of standard input is a request in JSON, each line of standard
 * output its answer. For tests that let it talk with other implementations.
 */
import { base64, findBase64, textOf, utf8 } from "../../src/protocol/bytes.ts";
import { keyUploadJson, parseReply } from "../../src/protocol/blaze.ts";
import { conversationOf, conversationOfGroup, snapshotOf } from "../../src/protocol/ids.ts";
import { Fields, jsonBytes } from "../../src/protocol/json.ts";
import { makeSessionKeys, sessionSecret } from "../../src/protocol/sessionKeys.ts";
import { signToken } from "../../src/protocol/tokens.ts";
import { SECURE } from "../../src/signal/algorithms.ts";
import { findKey, type KeyPair, makeKeyPair } from "../../src/signal/curve.ts";
import { envelopeBytes, parseEnvelope } from "../../src/signal/envelope.ts";
import { openLinkSecret, sealLinkSecret } from "../../src/signal/linking.ts";
import type { Opening, Sealing } from "../../src/signal/outcomes.ts";
import { makeIdentity } from "../../src/signal/ownKeys.ts";
import { SignalDevice } from "../../src/signal/signalDevice.ts";
import { TestingRecords } from "./testingRecords.ts";

type Answer = object;

let records = new TestingRecords();
let self = "";
let saved = records.state();
let shown: KeyPair = makeKeyPair();

async function answer(request: Fields): Promise<Answer> {
  const text = (name: string) => request.needText(name, 1 << 20);
  const peer = () => ({ user: request.needId("user"), session: request.needId("session") });
  switch (request.value("do")) {
    case "create": {
      records = new TestingRecords();
      self = request.needId("user");
      const { registrationId } = SignalDevice.create(self, makeIdentity(SECURE), records).identity;
      return { registrationId };
    }
    case "leave":
      return keyUploadJson(device().makePreKeys(request.count("count")));
    case "begin":
      return device().begin(parseReply(jsonBytes({ data: [request.value("bundle")] }))!.bundles[0]!);
    case "seal":
      return sealed(device().seal(request.needId("conversation"), utf8(text("text"))));
    case "seal for":
      return sealed(device().sealFor(peer(), utf8(text("text")), request.id("again")));
    case "seal key":
      return sealed(device().sealSenderKey(request.needId("conversation"), peer()));
    case "open":
      return opened(device().open(request.needId("conversation"), peer(), envelope(text("data"))));
    case "open key":
      return opened(device().openSenderKey(request.needId("conversation"), peer(), envelope(text("data"))));
    case "rotate":
      device().rotateSenderKey(request.needId("conversation"));
      return {};
    case "save":
      saved = records.state();
      return {};
    case "restore":
      records.restore(saved);
      return {};
    case "safety number":
      return { digits: device().findSafetyNumber(request.needId("user")) };
    case "show link":
      shown = makeKeyPair();
      return { key: base64(shown.key) };
    case "read link": {
      const secret = openLinkSecret(text("secret"), shown);
      return {
        user: secret?.user,
        session: secret?.session,
        code: secret?.code,
        identity: secret && base64(secret.identity.key),
      };
    }
    case "answer link": {
      const { pair } = device().identity;
      const secret = { identity: pair, user: self, session: request.needId("session"), code: text("code") };
      return { secret: sealLinkSecret(secret, findKey(findBase64(text("key")))!), identity: base64(pair.key) };
    }
    case "derive ids": {
      const [owner, other, random] = [request.needId("owner"), request.needId("other"), request.needId("random")];
      return {
        contact: conversationOf(owner, other),
        group: conversationOfGroup(owner, text("name"), request.ids("participants", 100), random),
        snapshot: snapshotOf(random, owner),
      };
    }
    case "sign token": {
      const keys = await makeSessionKeys();
      const owner = { user: self, session: request.needId("session"), keys };
      return { key: sessionSecret(keys), token: await signToken(owner, "POST", text("target"), utf8(text("body"))) };
    }
    default:
      throw new Error("not a request");
  }
}

function device(): SignalDevice {
  return SignalDevice.find(self, records)!;
}

function envelope(data: string) {
  return parseEnvelope(findBase64(data)!)!;
}

function sealed(sealing: Sealing): Answer {
  return sealing.outcome === "sealed" ? { outcome: "sealed", data: base64(envelopeBytes(sealing.envelope)) } : sealing;
}

function opened(opening: Opening): Answer {
  return opening.outcome === "opened"
    ? { outcome: "opened", text: textOf(opening.plaintext) }
    : { outcome: opening.outcome };
}

const out = new TextEncoder();
let rest = "";
for await (const piece of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
  const lines = (rest + piece).split("\n");
  rest = lines.pop()!;
  for (const line of lines) {
    let said: Answer;
    try {
      said = await answer(Fields.of(JSON.parse(line))!);
    } catch (error) {
      said = { error: String(error) };
    }
    await Deno.stdout.write(out.encode(JSON.stringify(said) + "\n"));
  }
}
