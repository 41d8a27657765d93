import { deepStrictEqual as equal, ok } from "node:assert";
import { base64, findBase64, textOf, utf8 } from "../../src/protocol/bytes.ts";
import { familyOf } from "../../src/protocol/categories.ts";
import { categoryOf, readPayload, writePayload } from "../../src/protocol/payload/payload.ts";
import { jsonBytes } from "../../src/protocol/json.ts";
import { type GoldenPayload, payloads } from "../golden.ts";
import { randomly } from "../randomly.ts";

for (const item of payloads) {
  Deno.test(`a payload means what its client means: ${item.name}`, () => {
    const bytes = bytesOf(item);
    const payload = readPayload(item.category, bytes);

    const isKnown = familyOf(item.category) !== "SIGNAL" && item.category !== "PLAIN_SCENT";
    equal(payload.kind !== "unknown", isKnown, "why" in payload ? payload.why : "");
    equal(categoryOf(payload), item.category);
    const written = writePayload(payload);
    if (item.means === undefined) equal(base64(written), base64(bytes));
    else equal(JSON.parse(textOf(written)), item.means);
    equal(readPayload(item.category, written), payload);
  });
}

Deno.test("whatever comes in is a payload or unknown, and never throws", () => {
  randomly(3, (chance) => {
    for (let i = 0; i < 1500; i++) {
      const item = chance.one(payloads);
      const bytes = bytesOf(item);
      for (let j = chance.below(4); j >= 0 && bytes.length > 0; j--) {
        bytes[chance.below(bytes.length)] = chance.below(256);
      }
      const payload = readPayload(chance.below(5) === 0 ? chance.one(payloads).category : item.category, bytes);
      equal(readPayload(categoryOf(payload), writePayload(payload)).kind, payload.kind);
    }
  });
});

Deno.test("hostile values of each field are unknown or left out", () => {
  const hostile: unknown[] = [
    null,
    "",
    {},
    [],
    -1,
    1e300,
    "x".repeat(70_000),
    true,
    [[]],
    { __proto__: 1 },
    "\ud83d",
    NaN,
  ];
  for (const item of payloads) {
    if (typeof item.payload !== "object" || item.payload === null || Array.isArray(item.payload)) continue;
    for (const name of Object.keys(item.payload)) {
      for (const value of hostile) {
        const payload = readPayload(item.category, jsonBytes({ ...item.payload, [name]: value }));
        ok(categoryOf(payload) === item.category || payload.kind === "unknown");
      }
    }
  }
});

Deno.test("what is too deep, too long or not whole is unknown", () => {
  for (
    const json of [
      "[".repeat(50_000),
      `{"message_id":${"[".repeat(20)}${"]".repeat(20)}}`,
      "{}{}",
      "\ufeff{}",
      "",
      "null",
      "[]",
    ]
  ) {
    equal(readPayload("MESSAGE_RECALL", utf8(json)).kind, "unknown", json.slice(0, 30));
  }
  equal(readPayload("PLAIN_TEXT", utf8("x".repeat(1_048_577))).kind, "unknown");
  equal(readPayload("PLAIN_TEXT", utf8("x".repeat(1_048_576))).kind, "text");
  equal(readPayload("PLAIN_JSON", Uint8Array.of(0x7b, 0xff, 0x7d)).kind, "unknown");
});

Deno.test("a reason quotes nothing of what was sent", () => {
  for (const item of payloads) {
    if (item.payload === undefined) continue;
    const payload = readPayload(
      item.category,
      jsonBytes({ action: "secret-word", title: "secret-word", name: ["secret-word"] }),
    );
    ok(payload.kind !== "unknown" || !payload.why.includes("secret-word"));
  }
});

function bytesOf(item: GoldenPayload) {
  if (item.text !== undefined) return utf8(item.text);
  return item.base64 === undefined ? jsonBytes(item.payload) : findBase64(item.base64)!;
}
