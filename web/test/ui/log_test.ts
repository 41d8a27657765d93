/** The rows of a log, and the part of it that is loaded. */
import { deepStrictEqual as equal, ok } from "node:assert";
import type { Content, Message } from "../../src/client/records.ts";
import { type Row, rows } from "../../src/ui/log/rows.ts";
import { changed, MOST, opened, withNewer, withOlder } from "../../src/ui/log/window.ts";
import { bars, path } from "../../src/ui/log/wave.ts";

const NOON = new Date(2026, 10, 26, 12, 0).getTime();
const MINUTE = 60_000;

function message(position: number, more: Partial<Message> = {}): Message {
  return {
    id: "m" + position,
    conversation: "c",
    author: "mara",
    authorName: "Mara",
    mine: false,
    at: NOON + position * 1000,
    position,
    content: { kind: "text", text: String(position), mentions: [] },
    encrypted: true,
    pinned: false,
    mentionsMe: false,
    ...more,
  };
}

const picture: Content = {
  kind: "picture",
  file: { name: "p", type: "image/jpeg", size: 1, state: "here" },
  width: 4,
  height: 3,
};

function short(all: readonly Row[]): readonly string[] {
  return all.map((row) => {
    switch (row.is) {
      case "message":
        return row.message.id + (row.first ? " first" : "") + (row.last ? " last" : "");
      case "album":
        return row.messages.map((one) => one.id).join("+") + (row.first ? " first" : "") + (row.last ? " last" : "");
      case "unread":
        return `unread ${row.count}`;
      case "said":
        return "said " + row.message.id;
      case "day":
        return "day";
    }
  });
}

Deno.test("bubbles of one sender join within five minutes", () => {
  const all = [
    message(0),
    message(1),
    message(2, { author: "me", mine: true }),
    message(3, { at: NOON + 3000 }),
    message(4, { at: NOON + 9 * MINUTE }),
  ];
  equal(short(rows(all, undefined)), ["day", "m0 first", "m1 last", "m2 first last", "m3 first last", "m4 first last"]);
});

Deno.test("a new day has its name, and no run goes over midnight", () => {
  const midnight = new Date(2026, 10, 27).getTime();
  equal(short(rows([message(0, { at: midnight - 1000 }), message(1, { at: midnight + 1000 })], undefined)), [
    "day",
    "m0 first last",
    "day",
    "m1 first last",
  ]);
});

Deno.test("a day keeps its key when older messages of it come before", () => {
  const keys = (all: readonly Message[]) =>
    rows(all, undefined).filter((row) => row.is === "day").map((row) => row.key);
  equal(keys([message(5)]), keys([message(1), message(5)]));
});

Deno.test("the line above unread messages ends a run and counts what others wrote", () => {
  const all = [message(0), message(1), message(2, { mine: true, author: "me" }), message(3)];
  equal(short(rows(all, "m1")), [
    "day",
    "m0 first last",
    "unread 2",
    "m1 first last",
    "m2 first last",
    "m3 first last",
  ]);
});

Deno.test("pictures sent together become an album, one with a caption stands alone", () => {
  const all = [
    message(0, { content: picture }),
    message(1, { content: picture }),
    message(2, { content: { ...picture, caption: "loaf" } }),
    message(3),
  ];
  equal(short(rows(all, undefined)), ["day", "m0+m1 first", "m2", "m3 last"]);
});

Deno.test("what happened is told between bubbles and ends a run", () => {
  const all = [message(0), message(1, { content: { kind: "call", outcome: "missed" } }), message(2)];
  equal(short(rows(all, undefined)), ["day", "m0 first last", "said m1", "m2 first last"]);
});

function pages(from: number, to: number): Message[] {
  return Array.from({ length: to - from }, (_, at) => message(from + at));
}

Deno.test("ten thousand messages are walked through from end to beginning and back, with a bound on what is held, without a gap", () => {
  const SIZE = 60;
  const every = pages(0, 10_000);
  const positions = (all: readonly Message[]) => all.map((one) => one.position);
  const whole = (all: readonly number[]) => all.every((one, at) => at === 0 || one === all[at - 1]! + 1);
  let window = opened({ messages: every.slice(-SIZE), older: true, newer: false });
  while (window.older) {
    const first = window.messages[0]!.position;
    window = withOlder(window, {
      messages: every.slice(Math.max(0, first - SIZE), first),
      older: first > SIZE,
      newer: true,
    });
    ok(window.messages.length <= MOST && whole(positions(window.messages)));
  }
  equal(window.messages[0]!.position, 0);
  equal(window.newer, true);
  while (window.newer) {
    const last = window.messages.at(-1)!.position;
    window = withNewer(window, {
      messages: every.slice(last + 1, last + 1 + SIZE),
      older: true,
      newer: last + 1 + SIZE < every.length,
    });
    ok(window.messages.length <= MOST && whole(positions(window.messages)));
  }
  equal(window.messages.at(-1)!.position, 9_999);
  equal(window.older, true);
});

Deno.test("a new message is appended at the end, and only counted when the end isn't loaded", () => {
  const atEnd = opened({ messages: pages(0, 3), older: false, newer: false });
  equal(changed(atEnd, [message(3)], [], "end").messages.map((one) => one.id), ["m0", "m1", "m2", "m3"]);
  const inside = opened({ messages: pages(0, 3), older: false, newer: true });
  const after = changed(inside, [message(9), message(10, { mine: true })], [], "elsewhere");
  equal([after.messages.length, after.missed], [3, 1]);
});

Deno.test("an older message that isn't loaded stays out, a changed one takes its new place, a removed one goes", () => {
  const window = opened({ messages: pages(5, 8), older: true, newer: false });
  const sent = message(9, { id: "m6", mine: true, tick: "sent" });
  const after = changed(window, [message(2), sent], ["m5"], "end");
  equal(after.messages.map((one) => [one.id, one.position]), [["m7", 7], ["m6", 9]]);
});

Deno.test("while one reads elsewhere nothing is let go above", () => {
  const window = opened({ messages: pages(0, MOST), older: false, newer: false });
  equal(changed(window, [message(MOST)], [], "elsewhere").messages.length, MOST + 1);
  equal(changed(window, [message(MOST)], [], "end").messages.length, MOST);
});

Deno.test("a wave has its bars for any number of samples", () => {
  equal([bars([]).length, bars([1]).length, bars(Array(1000).fill(2)).length], [46, 46, 46]);
  equal(bars([2, -1], 2), [1, 0]);
  equal(path([1], 0, 1), "M1.25 1.5v25");
});
