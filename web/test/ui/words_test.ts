/** The page's sentences in both languages, and the rules for numbers. */
import { deepStrictEqual as equal } from "node:assert";
import { de } from "../../src/ui/words/de.ts";
import { en } from "../../src/ui/words/en.ts";
import { say, use } from "../../src/ui/words/words.ts";

type Word = string | { readonly one: string; readonly other: string };
const english = Object.entries<Word>(en);
const german: Readonly<Record<string, Word>> = de;

function forms(word: Word): readonly string[] {
  return typeof word === "string" ? [word] : [word.one, word.other];
}

function places(word: Word): readonly string[] {
  return [...new Set(forms(word).flatMap((form) => [...form.matchAll(/\{\w+\}/g)].map((found) => found[0])))].sort();
}

Deno.test("both languages have the same keys in the same order", () => {
  equal(Object.keys(de), Object.keys(en));
});

Deno.test("a sentence has the same places for values in both languages", () => {
  equal(english.filter(([key, word]) => String(places(word)) !== String(places(german[key]!))).map(([key]) => key), []);
});

Deno.test("no sentence is empty, has spaces at its ends, or an exclamation mark", () => {
  const bad = [...english, ...Object.entries(german)].filter(([, word]) =>
    forms(word).some((form) => !form || form !== form.trim() || form.includes("!"))
  );
  equal(bad.map(([key]) => key), []);
});

Deno.test("every sentence is said somewhere", () => {
  const sources = files("src/ui").filter((path) => !path.includes("/words/")).map((path) => Deno.readTextFileSync(path))
    .join("\n");
  equal(
    english.map(([key]) => key).filter((key) =>
      !new RegExp(`"${key}"`).test(sources) && !["member", "owner", "admin"].includes(key)
    ),
    [],
  );
});

Deno.test("a number chooses between one and many by the language's rules", () => {
  use("en", en);
  equal(say("newMessages", { n: 1 }), "1 new message");
  equal(say("newMessages", { n: 1200 }), "1,200 new messages");
  use("de", de);
  equal(say("newMessages", { n: 1 }), "1 neue Nachricht");
  equal(say("newMessages", { n: 1200 }), "1.200 neue Nachrichten");
  use("en", en);
});

Deno.test("a value with braces stays as it is", () => {
  equal(say("recalled", { name: "{n} {name}" }), "{n} {name} recalled a message");
});

function files(folder: string): readonly string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? files(`${folder}/${name}`) : /\.tsx?$/.test(name) ? [`${folder}/${name}`] : []
  );
}
