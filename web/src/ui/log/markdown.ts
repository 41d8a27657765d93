/**
 * Reads Markdown: headings, paragraphs, lists, quotes, code, tables, rules; bold, italic, struck, code, links. It makes a tree, never
 * HTML: markup in the text stays text. Nested quotes and lists beyond a depth stay text, too.
 */
import { web } from "../text.ts";

export type Inline =
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "code"; readonly text: string }
  | { readonly is: "break" }
  | { readonly is: "strong" | "em" | "del"; readonly inside: readonly Inline[] }
  | { readonly is: "link"; readonly address: string; readonly inside: readonly Inline[] };

export type Block =
  | { readonly is: "heading"; readonly level: number; readonly inside: readonly Inline[] }
  | { readonly is: "paragraph"; readonly inside: readonly Inline[] }
  | { readonly is: "code"; readonly text: string }
  | { readonly is: "quote"; readonly blocks: readonly Block[] }
  | { readonly is: "list"; readonly from: number | undefined; readonly items: readonly (readonly Block[])[] }
  | {
    readonly is: "table";
    readonly head: readonly (readonly Inline[])[];
    readonly rows: readonly (readonly (readonly Inline[])[])[];
  }
  | { readonly is: "rule" };

const DEEPEST = 6;
const HEADING = /^ {0,3}(#{1,6})(?:\s+(.*?))?\s*#*\s*$/;
const FENCE = /^ {0,3}(```+|~~~+)/;
const RULE = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^( {0,3})([-*+]|(\d{1,9})[.)])(\s+|$)/;
const DIVIDER = /^ *\|? *:?-+:? *(\| *:?-+:? *)*\|? *$/;

export function read(markdown: string): readonly Block[] {
  return blocks(markdown.replaceAll("\r\n", "\n").replaceAll("\t", "    ").split("\n"), 0);
}

function blocks(lines: readonly string[], depth: number): readonly Block[] {
  const made: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const [block, next] = blockAt(lines, at, depth);
    if (block) made.push(block);
    at = next;
  }
  return made;
}

/** The block that begins at a line, and the line after it. */
function blockAt(lines: readonly string[], at: number, depth: number): readonly [Block | undefined, number] {
  const line = lines[at]!;
  if (line.trim() === "") return [undefined, at + 1];
  const heading = HEADING.exec(line);
  if (heading) return [{ is: "heading", level: heading[1]!.length, inside: inline(heading[2] ?? "") }, at + 1];
  const fence = FENCE.exec(line);
  if (fence) return code(lines, at, fence[1]!);
  if (RULE.test(line)) return [{ is: "rule" }, at + 1];
  if (QUOTE.test(line) && depth < DEEPEST) return quote(lines, at, depth);
  if (ITEM.test(line) && depth < DEEPEST) return list(lines, at, depth);
  if (line.includes("|") && DIVIDER.test(lines[at + 1] ?? "")) return table(lines, at);
  return paragraph(lines, at, depth);
}

function code(lines: readonly string[], at: number, fence: string): readonly [Block, number] {
  let end = at + 1;
  while (end < lines.length && !(lines[end]!.trim().startsWith(fence) && /^[`~]+$/.test(lines[end]!.trim()))) end++;
  return [{ is: "code", text: lines.slice(at + 1, end).join("\n") }, end + 1];
}

function quote(lines: readonly string[], at: number, depth: number): readonly [Block, number] {
  let end = at;
  while (end < lines.length && lines[end]!.trim() !== "" && (QUOTE.test(lines[end]!) || !begins(lines[end]!))) end++;
  return [{ is: "quote", blocks: blocks(lines.slice(at, end).map((one) => one.replace(QUOTE, "")), depth + 1) }, end];
}

function list(lines: readonly string[], at: number, depth: number): readonly [Block, number] {
  const first = ITEM.exec(lines[at]!)!;
  const ordered = first[3] !== undefined;
  const items: (readonly Block[])[] = [];
  let end = at;
  while (end < lines.length) {
    const item = ITEM.exec(lines[end]!);
    if (!item || (item[3] !== undefined) !== ordered || RULE.test(lines[end]!)) break;
    const indent = item[0].length;
    const its = [lines[end]!.slice(indent)];
    end++;
    while (end < lines.length) {
      const line = lines[end]!;
      const inside = line.startsWith(" ".repeat(Math.min(indent, 2)));
      if (line.trim() === "" ? !continues(lines, end) : !inside && begins(line)) break;
      its.push(line.trim() === "" ? "" : line.replace(new RegExp(`^ {0,${indent}}`), ""));
      end++;
    }
    items.push(
      blocks(
        its.map((one, index) =>
          index === 0 ? one.replace(/^\[([ xX])\] /, (_, x: string) => x === " " ? "☐ " : "☑ ") : one
        ),
        depth + 1,
      ),
    );
    while (end < lines.length && lines[end]!.trim() === "" && ITEM.test(lines[end + 1] ?? "")) end++;
  }
  return [{ is: "list", from: ordered ? Number(first[3]) : undefined, items }, end];
}

/** Whether what follows an empty line still belongs to the item above. */
function continues(lines: readonly string[], at: number): boolean {
  return (lines[at + 1] ?? "").startsWith("  ") && lines[at + 1]!.trim() !== "";
}

function table(lines: readonly string[], at: number): readonly [Block, number] {
  const cells = (line: string) =>
    line.trim().replace(/^\||(?<!\\)\|$/g, "").split(/(?<!\\)\|/).map((cell) =>
      inline(cell.trim().replaceAll("\\|", "|"))
    );
  const head = cells(lines[at]!);
  let end = at + 2;
  const rows: (readonly Inline[])[][] = [];
  while (end < lines.length && lines[end]!.includes("|")) {
    rows.push(cells(lines[end]!).slice(0, head.length));
    end++;
  }
  return [{ is: "table", head, rows }, end];
}

function paragraph(lines: readonly string[], at: number, depth: number): readonly [Block, number] {
  let end = at + 1;
  while (end < lines.length && lines[end]!.trim() !== "" && (depth >= DEEPEST || !begins(lines[end]!))) end++;
  return [{ is: "paragraph", inside: inline(lines.slice(at, end).map((one) => one.trim()).join("\n")) }, end];
}

/** Whether a line begins another block than a paragraph. */
function begins(line: string): boolean {
  return HEADING.test(line) || FENCE.test(line) || RULE.test(line) || QUOTE.test(line) || ITEM.test(line);
}

/** A mark ends within this many characters, so that a hostile text can't make us search all of it again and again. */
const FAR = "{1,1000}?";
const MARKS = new RegExp(
  [
    String.raw`\\(?<escaped>[!-\/:-@\[-\x60\{-~])`,
    String.raw`(?<tick>\x60+)(?<code>.${FAR})\k<tick>(?!\x60)`,
    String.raw`!?\[(?<label>[^\[\]\n]*)\]\(\s*(?<target>[^()\s]*(?:\([^()\s]*\)[^()\s]*)?)(?:\s+"[^"\n]*")?\s*\)`,
    String.raw`<?(?<address>https?:\/\/[^\s<>"]*[^\s<>".,;:!?'*_)\]])>?`,
    String.raw`(?<bold>\*\*|__)(?=\S)(?<strong>.${FAR})(?<=\S)\k<bold>(?!\*)`,
    String.raw`\*(?=\S)(?<em>[^*]${FAR})(?<=\S)\*`,
    String.raw`(?<![\p{L}\p{N}])_(?=\S)(?<under>[^_]${FAR})(?<=\S)_(?![\p{L}\p{N}])`,
    String.raw`~~(?=\S)(?<del>.${FAR})(?<=\S)~~`,
    String.raw`(?<end>\n)`,
  ].join("|"),
  "gsu",
);

function inline(text: string, depth = 0): readonly Inline[] {
  if (depth > DEEPEST) return [{ is: "text", text }];
  const made: Inline[] = [];
  let end = 0;
  const inside = (one: string) => inline(one, depth + 1);
  for (const match of text.matchAll(MARKS)) {
    if (match.index > end) made.push({ is: "text", text: text.slice(end, match.index) });
    const { escaped, code, label, target, address, strong, em, under, del } = match.groups!;
    if (escaped !== undefined) made.push({ is: "text", text: escaped });
    else if (code !== undefined) made.push({ is: "code", text: code.trim() });
    else if (target !== undefined) made.push(...link(target, inside(label || target)));
    else if (address !== undefined) made.push(...link(address, [{ is: "text", text: address }]));
    else if (strong !== undefined) made.push({ is: "strong", inside: inside(strong) });
    else if (em !== undefined) made.push({ is: "em", inside: inside(em) });
    else if (under !== undefined) made.push({ is: "em", inside: inside(under) });
    else if (del !== undefined) made.push({ is: "del", inside: inside(del) });
    else made.push({ is: "break" });
    end = match.index + match[0].length;
  }
  if (end < text.length) made.push({ is: "text", text: text.slice(end) });
  return made;
}

/** A link leads to the web or is only its words. */
function link(target: string, inside: readonly Inline[]): readonly Inline[] {
  const address = web(target);
  return address ? [{ is: "link", address, inside }] : inside;
}
