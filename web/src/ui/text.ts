/** Text that other people wrote, made safe to show: names, labels, messages. */
import type { Mention } from "../client/records.ts";

/** Without control characters and without marks that turn the direction of what stands around them. */
export function plain(text: string): string {
  return text.replace(/(?![\t\n])[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, "");
}

/** A name or a label: one line, nothing that hides or turns. */
export function line(text: string): string {
  return plain(text).replace(/[\s\u2028\u2029]+/g, " ").trim();
}

/** One or two letters to stand for a picture. */
export function initials(name: string): string {
  const parts = line(name).split(" ").filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letter = (word: string) => word.match(/[\p{L}\p{N}]/u)?.[0] ?? "";
  if (parts.length === 0) return "?";
  if (parts.length === 1) {
    return ([...parts[0]!].filter((c) => /[\p{L}\p{N}]/u.test(c)).slice(0, 2).join("")).toUpperCase();
  }
  return (letter(parts[0]!) + letter(parts[1]!)).toUpperCase();
}

/** One of eight tones, always the same for an id. */
export function tone(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + character.charCodeAt(0)) >>> 0;
  return sum % 8 + 1;
}

export type Piece =
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "link"; readonly text: string; readonly address: string }
  | { readonly is: "mention"; readonly mention: Mention }
  | { readonly is: "code"; readonly text: string };

const MARKS = /(https?:\/\/[^\s<>"]+|www\.[^\s<>"]+\.[^\s<>"]+)|@(\d{1,20})|`([^`\n]+)`/giu;

/** A message's text in pieces: plain text, links, mentions of people, code. */
export function pieces(text: string, mentions: readonly Mention[]): readonly Piece[] {
  const found: Piece[] = [];
  const clean = plain(text);
  let end = 0;
  const put = (piece: Piece, from: number, to: number) => {
    if (from > end) found.push({ is: "text", text: clean.slice(end, from) });
    found.push(piece);
    end = to;
  };
  for (const match of clean.matchAll(MARKS)) {
    const [whole, link, number, code] = match;
    const from = match.index;
    if (link !== undefined) {
      const kept = withoutTail(link);
      const address = addressOf(kept);
      if (address) put({ is: "link", text: kept, address }, from, from + kept.length);
    } else if (number !== undefined) {
      const mention = mentions.find((one) => one.number === number);
      if (mention) put({ is: "mention", mention }, from, from + whole.length);
    } else if (code !== undefined) put({ is: "code", text: code }, from, from + whole.length);
  }
  if (end < clean.length) found.push({ is: "text", text: clean.slice(end) });
  return found;
}

/** A link without the punctuation of the sentence around it; a bracket stays when it was opened inside. */
function withoutTail(link: string): string {
  let kept = link;
  for (;;) {
    const last = kept.at(-1)!;
    const opened = last === ")" ? kept.split("(").length < kept.split(")").length : ".,;:!?'\"*_]}>…".includes(last);
    if (!opened || kept.length < 5) return kept;
    kept = kept.slice(0, -1);
  }
}

function addressOf(link: string): string | undefined {
  return web(link.startsWith("http") || link.startsWith("HTTP") ? link : "https://" + link);
}

/** The address when it leads to the web, and nothing else: no scripts, no files, no user names in it. */
export function web(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  return (url.protocol === "https:" || url.protocol === "http:") && !url.username && !url.password
    ? url.href
    : undefined;
}

/** The host that an address leads to, as a person should read it. */
export function host(address: string): string {
  return URL.canParse(address) ? new URL(address).host : "";
}

/** Whether a label looks like the name of another host than the one it leads to. */
export function misleads(label: string, address: string): boolean {
  const shown = label.toLowerCase().match(/(?:[a-z0-9-]+\.)+[a-z]{2,}/u)?.[0];
  const real = host(address).toLowerCase();
  return shown !== undefined && real !== shown && !real.endsWith("." + shown);
}

/** What stands between an `@` and the caret, when a mention is being written there. */
export function mentionBefore(
  text: string,
  caret: number,
): { readonly from: number; readonly word: string } | undefined {
  const match = text.slice(0, caret).match(/(?:^|[\s(])@([\p{L}\p{N}_.-]{0,30})$/u);
  return match ? { from: caret - match[1]!.length - 1, word: match[1]! } : undefined;
}

/** The part of a text around the first place where a word stands, for a list of found messages. */
export function around(text: string, word: string, length = 80): readonly [string, string, string] {
  const clean = line(text);
  const at = clean.toLocaleLowerCase().indexOf(word.toLocaleLowerCase());
  if (at < 0 || !word) return [clean.slice(0, length), "", ""];
  const from = at > 24 ? at - 16 : 0;
  return [
    (from ? "…" : "") + clean.slice(from, at),
    clean.slice(at, at + word.length),
    clean.slice(at + word.length, from + length),
  ];
}
