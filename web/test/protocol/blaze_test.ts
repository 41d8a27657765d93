import { deepStrictEqual as equal, ok } from "node:assert";
import { type BlazeRequest, parseReply, requestJson, viewOf } from "../../src/protocol/blaze.ts";
import { findBase64, textOf, utf8 } from "../../src/protocol/bytes.ts";
import { pack, unpack } from "../../src/protocol/frames.ts";
import { Fields, jsonBytes } from "../../src/protocol/json.ts";
import { timeText } from "../../src/protocol/time.ts";
import { requests, serverFrames } from "../golden.ts";
import { randomly } from "../randomly.ts";

Deno.test("requests are spelled as in the golden frames", () => {
  let compared = 0;
  for (const { name, means } of requests) {
    const request = requestOf(means);
    if (request === undefined) continue;
    equal(JSON.parse(textOf(requestJson(request))), withoutDefaults(means), name);
    compared++;
  }
  ok(compared >= 12, `compared ${compared}`);
});

Deno.test("what a server says is read, to the key", () => {
  for (const { name, frame } of serverFrames) {
    const said = frame as {
      id: string;
      action: string;
      data?: Record<string, unknown>;
      error?: Record<string, unknown>;
    };
    const reply = parseReply(jsonBytes(frame))!;
    equal([reply.id, reply.action], [said.id, said.action], name);
    equal(reply.view !== undefined, said.data !== undefined, name);
    equal(reply.failure?.code, said.error?.code, name);
    const view = reply.view;
    if (view === undefined) continue;
    equal(view.message, (said.data!.message_id as string).toLowerCase());
    equal(view.conversation ?? "", said.data!.conversation_id);
    equal(view.session ?? "", said.data!.session_id);
    equal([view.status, view.source, view.silent], [said.data!.status, said.data!.source, said.data!.silent]);
    equal(view.payload, findBase64(said.data!.data as string));
    equal([timeText(view.createdAt), view.createdAtText], [said.data!.created_at, said.data!.created_at]);
    equal(timeText(view.updatedAt), said.data!.updated_at);
  }
  const wrong = serverFrames.find((each) => each.name === "a field is wrong")!;
  equal(parseReply(jsonBytes(wrong.frame))!.failure!.field, "conversation_id");
});

Deno.test("a client reads on, whatever a server says", () => {
  const good = jsonBytes(serverFrames.find((each) => each.name === "a live text")!.frame);
  randomly(2, (chance) => {
    for (let i = 0; i < 2000; i++) {
      const frame = good.slice();
      for (let j = chance.below(4); j >= 0; j--) frame[chance.below(frame.length)] = chance.below(256);
      parseReply(frame);
    }
  });
  for (
    const text of [
      '{"id":5,"action":null,"data":[1,{"a":2}],"error":"x"}',
      '{"data":{"user_id":7},"error":{"code":"x","extra":[]}}',
    ]
  ) {
    const reply = parseReply(utf8(text))!;
    equal([reply.id, reply.action, reply.view, reply.bundles], ["", "", undefined, []]);
  }
  equal(parseReply(utf8("[]")), undefined);
  equal(parseReply(utf8("{}{}")), undefined);
});

Deno.test("keys that were asked for come without those that can't be read", () => {
  const key = "Bfl/m7uEsLvSvuGYQO6pzcD4LUH0fIdjxo8y0B9mTjkS", signature = "A".repeat(86) + "==";
  const bundle = {
    user_id: "773e5e77-4107-45c2-b648-8fc722ed77f5",
    session_id: "a34c07a9-755d-4b54-94c5-e45e9a2dd43e",
    registration_id: 7,
    identity_key: key,
    signed_pre_key: { key_id: 1, pub_key: key, signature },
    one_time_pre_key: { key_id: 0, pub_key: "" },
  };
  const data = [
    bundle,
    { ...bundle, one_time_pre_key: { key_id: 4, pub_key: key } },
    { ...bundle, identity_key: "AA" },
    5,
    null,
  ];
  const { bundles } = parseReply(jsonBytes({ id: "a", action: "CONSUME_SESSION_SIGNAL_KEYS", data }))!;
  equal(bundles.map((each) => each.oneTime?.id), [undefined, 4]);
  equal(parseReply(jsonBytes({ data: { one_time_pre_keys_count: 12 } }))!.keyCount, 12);
});

Deno.test("a message without author, id or time is not a message", () => {
  const { data } = serverFrames.find((each) => each.name === "a live text")!.frame as { data: Record<string, unknown> };
  ok(viewOf(Fields.of(data)!));
  for (const name of ["user_id", "message_id", "created_at"]) {
    equal(viewOf(Fields.of({ ...data, [name]: "x" })!), undefined);
  }
});

Deno.test("frames are gzip, and come out as they went in", () => {
  for (const length of [0, 1, 2047, 2048, 70_000, 200_000]) {
    const json = utf8("{" + "a".repeat(length) + "}");
    const unpacked = unpack(pack(json));
    ok(unpacked.outcome === "unpacked");
    equal(textOf(unpacked.json) === textOf(json), true);
  }
});

Deno.test("a frame that is cut, changed or too long is refused", () => {
  const frame = pack(utf8(JSON.stringify(serverFrames)));
  equal(unpack(frame, 100), { outcome: "refused", why: "too long" });
  equal(unpack(utf8("no gzip at all, really")), { outcome: "refused", why: "not gzip" });
  for (let at = 0; at < frame.length; at += 7) ok(unpack(frame.slice(0, at)).outcome === "refused", `cut at ${at}`);
  randomly(1, (chance) => {
    for (let i = 0; i < 300; i++) {
      const changed = frame.slice();
      const at = 10 + chance.below(frame.length - 10);
      changed[at]! ^= 1 << chance.below(8);
      const unpacked = unpack(changed);
      ok(unpacked.outcome === "refused" || textOf(unpacked.json) === JSON.stringify(serverFrames));
    }
  });
});

/** Some clients write what means nothing. */
function withoutDefaults(means: { readonly params: unknown }): unknown {
  const params = { ...means.params as Record<string, unknown> };
  if (params.expire_in === 0) delete params.expire_in;
  if (params.conversation_checksum === "") delete params.conversation_checksum;
  return { ...means, params };
}

/** The request that a golden frame means, for those that this client sends. */
function requestOf(
  means: { readonly id: string; readonly action: string; readonly params: unknown },
): BlazeRequest | undefined {
  const { id, action } = means;
  const params = Fields.of(means.params)!;
  switch (action) {
    case "LIST_PENDING_MESSAGES":
      return { id, action, offset: params.text("offset", 64) };
    case "PING":
      return { id, action };
    case "ACKNOWLEDGE_MESSAGE_RECEIPTS":
      return {
        id,
        action,
        acknowledgements: params.objects("messages", 100).map((each) => ({
          message: each.needId("message_id"),
          status: each.named("status", ["DELIVERED", "READ"]),
          expireAt: each.number("expire_at"),
        })),
      };
    case "CREATE_MESSAGE":
    case "CREATE_CALL": {
      const message = params.id("message_id");
      // Fields that this client doesn't send, and ids in capitals.
      if (message === undefined || message !== params.value("message_id") || params.value("representative_id")) {
        return undefined;
      }
      const mentions = params.ids("mentions", 100);
      return {
        id,
        action,
        message: {
          message,
          conversation: params.needId("conversation_id"),
          category: params.needText("category", 64),
          payload: params.bytes("data_base64") ?? new Uint8Array(0),
          recipient: params.id("recipient_id"),
          session: params.id("session_id"),
          quote: params.id("quote_message_id"),
          checksum: params.text("conversation_checksum", 64),
          mentions,
          silent: params.isTrue("silent"),
          expireIn: params.number("expire_in") || undefined,
        },
      };
    }
    default:
      return undefined;
  }
}
