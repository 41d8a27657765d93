/**
 * The words that messages are found by. A message is indexed under the beginning of each of its words; what the index finds is then
 * compared with what was asked for, so that a search finds the beginnings of words, as people type them.
 */

const BEGINNING = 3;
const MOST_BEGINNINGS = 300;
const MOST_QUERY_WORDS = 8;
// Writing without spaces: each character is a word.
const ALONE = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}|\p{Script=Khmer}|\p{Script=Lao}/u;
const WORDS = new RegExp(`${ALONE.source}|(?:(?!${ALONE.source})[\\p{L}\\p{N}\\p{M}])+`, "gu");

/** The beginnings of words that a message is indexed under. */
export function beginningsOf(text: string): readonly string[] {
  const all = new Set<string>();
  for (const word of wordsOf(text)) {
    if (all.size === MOST_BEGINNINGS) break;
    all.add(beginning(word));
  }
  return [...all];
}

/** A search, as a person types it. */
export interface Query {
  readonly words: readonly string[];
  /** The beginnings to look up in the index. */
  readonly beginnings: readonly string[];
}

export function queryOf(text: string): Query {
  const words = wordsOf(text).slice(0, MOST_QUERY_WORDS);
  const long = words.filter((word) => ALONE.test(word) || [...word].length >= BEGINNING);
  // Words that are shorter than all beginnings in the index are found as whole words alone.
  return { words, beginnings: [...new Set((long.length > 0 ? long : words).map(beginning))] };
}

/** Whether each word of the query begins a word of the text. */
export function isFoundIn(query: Query, text: string): boolean {
  const words = wordsOf(text);
  return query.words.every((asked) => words.some((word) => word.startsWith(asked)));
}

/** In lower case, without accents, in one form for each character. */
function wordsOf(text: string): readonly string[] {
  return text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase().match(WORDS) ?? [];
}

function beginning(word: string): string {
  return [...word].slice(0, BEGINNING).join("");
}
