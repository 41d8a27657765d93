import { deepStrictEqual as equal } from "node:assert";
import { utf8 } from "../../src/protocol/bytes.ts";
import { randomId } from "../../src/protocol/ids.ts";
import { writePayload } from "../../src/protocol/payload/payload.ts";
import {
  clip,
  contentOf,
  type Context,
  lineOf,
  LOCAL,
  mentionsIn,
  named,
  safeName,
} from "../../src/client/contents.ts";
import { draftOf, forwarded, pressed } from "../../src/client/outgoing.ts";
import type { Person } from "../../src/client/records.ts";
import type { StoredMessage } from "../../src/client/stored.ts";
import { randomly } from "../randomly.ts";

const self = "00000000-0000-4000-8000-000000000001";
const mara: Person = {
  userId: "00000000-0000-4000-8000-000000000002",
  number: "10002",
  name: "Mara",
  biography: "",
  bot: false,
  relation: "friend",
  trust: "encrypted",
};
const context: Context = {
  self,
  person: (userId) => userId === mara.userId ? mara : { ...mara, userId, name: "", number: "" },
  findByNumber: (number) => number === mara.number ? mara : undefined,
  file: () => ({ state: "remote" }),
  sticker: () => undefined,
  symbol: () => "EMBER",
  picture: () => undefined,
};

function message(category: string, payload: string, more: Partial<StoredMessage> = {}): StoredMessage {
  return {
    id: randomId(),
    conversation: randomId(),
    author: mara.userId,
    position: 1_700_000_000_000_000,
    category,
    payload: utf8(payload),
    state: "here",
    by: "signal",
    expireIn: 0,
    ...more,
  };
}

Deno.test("a text names the people whose numbers are in it, and only these", () => {
  const text = "@10002 and @99999, mail@10002x, @100021";
  equal(mentionsIn(text, context).map((mention) => mention.name), ["Mara"]);
  equal(named("Hi @10002, @99999", mentionsIn(text, context)), "Hi @Mara, @99999");
});

Deno.test("what can't be shown is unknown, with its size, and never fails", () => {
  equal(contentOf(message("PLAIN_FUTURE", "{}"), context), { kind: "unknown", category: "PLAIN_FUTURE", size: 2 });
  equal(contentOf(message("PLAIN_IMAGE", "not JSON"), context).kind, "unknown");
  equal(contentOf(message(LOCAL, "not JSON"), context).kind, "unknown");
  equal(contentOf(message("PLAIN_TEXT", "x", { state: "recalled" }), context), { kind: "recalled" });
  equal(contentOf(message("PLAIN_TEXT", "", { state: "unreadable" }), context), { kind: "undecryptable" });
});

Deno.test("any payload of any kind becomes a content with a line", () => {
  const categories = [
    ...["TEXT", "POST", "IMAGE", "VIDEO", "AUDIO", "DATA", "STICKER", "CONTACT", "LIVE", "LOCATION", "TRANSCRIPT"]
      .map((kind) => "PLAIN_" + kind),
    "APP_CARD",
    "APP_BUTTON_GROUP",
    "SYSTEM_CONVERSATION",
    "SYSTEM_ACCOUNT_SNAPSHOT",
    "WEBRTC_AUDIO_END",
    "ENCRYPTED_TEXT",
    LOCAL,
  ];
  const payloads = [
    "",
    "[]",
    "{}",
    '{"what":1}',
    "null",
    '{"attachment_id":"a","width":1,"height":1,"name":"n"}',
    "\u0000",
  ];
  randomly(20, (chance) => {
    const bytes = chance.bytes(chance.below(200));
    for (const category of categories) {
      for (const payload of [...payloads.map(utf8), bytes]) {
        equal(typeof lineOf(contentOf({ ...message(category, ""), payload }, context)), "string");
      }
    }
  });
});

Deno.test("a line is short, on one line, and cuts no character in half", () => {
  equal(clip("  a\n\nb\t c "), "a b c");
  equal([...clip("😀".repeat(500))].length, 200);
});

Deno.test("a file's name leads nowhere and turns no text around", () => {
  equal(safeName("../etc/pass\u202egpj.exe"), ".._etc_passgpj.exe");
});

Deno.test("a button that sends text is pressed by its label; one that opens an address is not", () => {
  const buttons = [{ label: "Yes", color: "#fff", action: "input:yes please" }, {
    label: "Site",
    color: "#fff",
    action: "https://example.org",
  }];
  const asked = message("APP_BUTTON_GROUP", JSON.stringify(buttons));

  equal(pressed(asked, "Yes").payload, { kind: "text", text: "yes please" });
  for (const label of ["Site", "No"]) equal(failureOf(() => pressed(asked, label)), "not-found");
});

Deno.test("one message is forwarded as it is, several as a transcript in their order", () => {
  const one = message("PLAIN_TEXT", "one");
  const two = message("PLAIN_TEXT", "two");
  const id = randomId();

  equal(forwarded([one], id, () => "").payload, { kind: "text", text: "one" });
  const { payload } = forwarded([one, two], id, () => "Mara");
  const content = contentOf({ ...one, category: "PLAIN_TRANSCRIPT", payload: writePayload(payload) }, context);
  equal(content.kind === "transcript" && content.lines.map(({ name, text }) => [name, text]), [["Mara", "one"], [
    "Mara",
    "two",
  ]]);
  equal(failureOf(() => forwarded([{ ...one, state: "recalled" }], id, () => "")), "not-found");
});

Deno.test("an empty text is refused, and half of a surrogate pair mended", () => {
  equal(failureOf(() => draftOf({ kind: "text", text: " \n" })), "refused");
  equal(draftOf({ kind: "text", text: "a\ud800" }).payload, { kind: "text", text: "a\ufffd" });
});

function failureOf(work: () => unknown): string {
  try {
    work();
    return "none";
  } catch (e) {
    return (e as { readonly failure: { readonly code: string } }).failure.code;
  }
}
