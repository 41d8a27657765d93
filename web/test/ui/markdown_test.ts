/** Markdown becomes a tree; nothing a person wrote becomes markup by itself. */
import { deepStrictEqual as equal, ok } from "node:assert";
import { type Block, type Inline, read } from "../../src/ui/log/markdown.ts";

function text(all: readonly Inline[]): string {
  return all.map((one) => {
    switch (one.is) {
      case "text":
        return one.text;
      case "code":
        return "`" + one.text + "`";
      case "break":
        return "/";
      case "link":
        return `<${text(one.inside)}|${one.address}>`;
      default:
        return `${one.is}(${text(one.inside)})`;
    }
  }).join("");
}

function short(block: Block): string {
  switch (block.is) {
    case "heading":
      return `h${block.level} ${text(block.inside)}`;
    case "paragraph":
      return text(block.inside);
    case "code":
      return "code " + block.text;
    case "quote":
      return `quote[${block.blocks.map(short)}]`;
    case "list":
      return `${block.from ?? "-"}[${block.items.map((item) => item.map(short).join(";")).join("|")}]`;
    case "table":
      return [block.head, ...block.rows].map((row) => row.map(text).join(",")).join("/");
    case "rule":
      return "rule";
  }
}

const all = (markdown: string) => read(markdown).map(short);

Deno.test("blocks", () => {
  equal(all("# Rye\n\nTwo lines\nof it\n\n---\n\n```js\na < b\n```\n> quoted\n> twice"), [
    "h1 Rye",
    "Two lines/of it",
    "rule",
    "code a < b",
    "quote[quoted/twice]",
  ]);
  equal(all("1. one\n2. two\n   - in\n   - it\n\n3. three"), ["1[one|two;-[in|it]|three]"]);
  equal(all("- [x] done\n- [ ] open"), ["-[☑ done|☐ open]"]);
  equal(all("| a | b |\n|---|:-:|\n| 1 | 2 | 3 |"), ["a,b/1,2"]);
});

Deno.test("inside of a line", () => {
  equal(all("**bold *and italic*** `a*b` ~~old~~ _it_ snake_case_name \\*no\\*"), [
    "strong(bold em(and italic)) `a*b` del(old) em(it) snake_case_name *no*",
  ]);
});

Deno.test("links lead to the web and nowhere else", () => {
  equal(all("[a](https://a.example/b_(c)) [b](javascript:alert(1)) ![c](https://c.example/x.png) https://d.example."), [
    "<a|https://a.example/b_(c)> b <c|https://c.example/x.png> <https://d.example|https://d.example/>.",
  ]);
  equal(all("[b](data:text/html,x) [c](//evil.example) [d](mixin://x)"), ["b c d"]);
});

Deno.test("markup stays text", () => {
  equal(all("<script>alert(1)</script> &amp; <img src=x onerror=y>"), [
    "<script>alert(1)</script> &amp; <img src=x onerror=y>",
  ]);
});

Deno.test("hostile texts of 64 KB are read in less than five seconds each", () => {
  const hostile = [
    "**a ",
    "`a ",
    "[",
    "[a](",
    "> ",
    "- ",
    "_a ",
    "~~a ",
    "*a",
    "|a",
    "  - a\n",
    "1. a\n\n",
    "<https://",
    '[a](b "',
    "[a](b(",
    "\\",
    "#",
    "```\n",
  ];
  for (const one of hostile) {
    const begun = performance.now();
    read(one.repeat(64_000 / one.length));
    ok(performance.now() - begun < 5_000, one);
  }
});
