/** What the page says, in the reader's language: every sentence is looked up here by its key. */
import { signal } from "@preact/signals";
import { en } from "./en.ts";

/** A sentence for one, and for any other number; the language's own rules choose. */
export interface Plural {
  readonly one: string;
  readonly other: string;
}
export type Key = keyof typeof en;
/** All sentences of one language. `{name}` stands for a value. */
export type Words = { readonly [K in Key]: (typeof en)[K] extends string ? string : Plural };
export type Language = "en" | "de";
export type Values = { readonly [name: string]: string | number };

const words = signal<Words>(en);
export const language = signal<Language>("en");

/** Chooses a language: the wanted one, or the first that the reader's browser prefers and we have. */
export async function speak(wanted: Language | ""): Promise<void> {
  const preferred = [...navigator.languages].map((tag) => tag.slice(0, 2)).find((tag) => tag === "en" || tag === "de");
  const chosen: Language = wanted || (preferred === "de" ? "de" : "en");
  use(chosen, chosen === "de" ? (await import("./de.ts")).de : en);
}

export function use(chosen: Language, its: Words): void {
  words.value = its;
  language.value = chosen;
}

/** The sentence as it is written, its places for values still open. `n` chooses between one and many. */
export function pattern(key: Key, values?: Values): string {
  const word: string | Plural = words.value[key];
  if (typeof word === "string") return word;
  const rule = new Intl.PluralRules(language.value).select(Number(values?.["n"] ?? 0));
  return rule === "one" ? word.one : word.other;
}

/** The sentence with its values, as plain text. */
export function say(key: Key, values?: Values): string {
  return pattern(key, values).replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values?.[name];
    return value === undefined ? place : typeof value === "number" ? number(value) : value;
  });
}

export function number(value: number): string {
  return new Intl.NumberFormat(language.value).format(value);
}
