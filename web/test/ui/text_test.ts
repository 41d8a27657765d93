/** Text of other people: what is shown of it, links, mentions. */
import { deepStrictEqual as equal } from "node:assert";
import type { Member } from "../../src/client/records.ts";
import { amountOf, signed } from "../../src/ui/amounts.ts";
import { fitting, withNumbers } from "../../src/ui/composer/mentioned.ts";
import { around, initials, line, mentionBefore, misleads, pieces, plain, tone, web } from "../../src/ui/text.ts";

function links(text: string): readonly string[] {
  return pieces(text, []).flatMap((one) => one.is === "link" ? [one.text] : []);
}

Deno.test("marks that turn the direction of text and control characters are taken out", () => {
  equal(plain("a\u202Egnp.exe\u0007\u2066x\u2069"), "agnp.exex");
  equal(plain("two\nlines\tand a tab"), "two\nlines\tand a tab");
  equal(line("  a\n b\u2028c "), "a b c");
});

Deno.test("a name gives one or two letters, whatever stands in it", () => {
  equal(["Mara", "Roof garden", "  ", "🎉 party time", "مريم الخباز", "x"].map(initials), [
    "MA",
    "RG",
    "?",
    "PT",
    "ما",
    "X",
  ]);
});

Deno.test("an id always has the same tone, from one to eight", () => {
  const tones = Array.from({ length: 200 }, (_, n) => tone("id-" + n));
  equal(tone("id-7"), tones[7]);
  equal([...new Set(tones)].sort(), [1, 2, 3, 4, 5, 6, 7, 8]);
});

Deno.test("a link ends before the punctuation of its sentence, and keeps brackets of its own", () => {
  equal(links("See https://a.example/b, or (https://c.example/d)."), ["https://a.example/b", "https://c.example/d"]);
  equal(links("https://a.example/wiki/Rye_(bread)"), ["https://a.example/wiki/Rye_(bread)"]);
  equal(links("www.linden.example/rye!"), ["www.linden.example/rye"]);
  equal(links("javascript:alert(1) ftp://x.example mixin://codes/1 a.b"), []);
  equal(links("https://user:secret@a.example/"), []);
});

Deno.test("an address with a user's name in it, a script or a file is none of the web", () => {
  equal(["https://a.example@evil.example/", "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"].map(web), [
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

Deno.test("a label that names another host is noticed", () => {
  equal(misleads("bank.example", "https://evil.example/"), true);
  equal(misleads("See last week's box", "https://linden.example/box"), false);
  equal(misleads("linden.example", "https://www.linden.example/"), false);
});

Deno.test("a mention of somebody known becomes their name, another number stays text", () => {
  const ilyas = { number: "70001088", userId: "i", name: "Ilyas" };
  equal(pieces("Ask @70001088 or @123", [ilyas]), [
    { is: "text", text: "Ask " },
    { is: "mention", mention: ilyas },
    { is: "text", text: " or @123" },
  ]);
});

Deno.test("a mention is being written only right before the caret and at the beginning of a word", () => {
  equal(mentionBefore("I can ask @Il", 13), { from: 10, word: "Il" });
  equal(mentionBefore("@", 1), { from: 0, word: "" });
  equal(mentionBefore("mail me@home", 12), undefined);
  equal(mentionBefore("I can ask @Il now", 17), undefined);
});

function member(name: string, number: string): Member {
  const person = {
    userId: name,
    name,
    number,
    biography: "",
    bot: false,
    relation: "friend",
    trust: "encrypted",
  } as const;
  return { person, role: "member", since: 0 };
}

Deno.test("those whose name begins with the word come first", () => {
  const all = [member("Anna Ilves", "1"), member("Ilyas", "2"), member("Mara", "3")];
  equal(fitting(all, "il").map((one) => one.person.name), ["Ilyas", "Anna Ilves"]);
  equal(fitting(all, "3").map((one) => one.person.name), ["Mara"]);
});

Deno.test("mentions are sent by number, longer names before shorter ones", () => {
  const all = [member("Mara", "1"), member("Mara Lind", "2"), member("Theo", "3")];
  equal(withNumbers("@Mara Lind and @Mara", all), { text: "@2 and @1", mentions: ["Mara Lind", "Mara"] });
});

Deno.test("a found word stands in its surroundings", () => {
  equal(around("Should we try the rye on Thursday?", "RYE"), ["Should we try the ", "rye", " on Thursday?"]);
  equal(around("nothing", "rye"), ["nothing", "", ""]);
});

Deno.test("a sum is taken with a comma or a point, and with no more decimals than there are", () => {
  equal(["12,50", "12.5", "0", "-1", "1.234", "1e3", "", "."].map((one) => amountOf(one, 2)), [
    "12.50",
    "12.5",
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  equal([signed("12.50"), signed("-10.40")], ["+12.50", "−10.40"]);
});
