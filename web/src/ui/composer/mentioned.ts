/** Whom an `@` may mean, and how mentions are sent. */
import type { Member, UserId } from "../../client/records.ts";
import { line } from "../text.ts";

const MOST = 6;

/** Those whose name or number begins with a word; names that begin with it come first. */
export function fitting(members: readonly Member[], word: string): readonly Member[] {
  const wanted = word.toLocaleLowerCase();
  const rank = ({ person }: Member) => {
    const name = line(person.name).toLocaleLowerCase();
    return name.startsWith(wanted)
      ? 0
      : name.split(" ").some((one) => one.startsWith(wanted)) || person.number.startsWith(wanted)
      ? 1
      : 2;
  };
  return members.filter((one) => rank(one) < 2).sort((a, b) => rank(a) - rank(b)).slice(0, MOST);
}

/** Mentions are written by name, and sent by number. */
export function withNumbers(
  text: string,
  mentioned: readonly Member[],
): { readonly text: string; readonly mentions: readonly UserId[] } {
  let numbered = text;
  const whom = new Set<UserId>();
  // The longest names first: "@Mara Lind" is not "@Mara".
  for (const { person } of [...mentioned].sort((a, b) => b.person.name.length - a.person.name.length)) {
    const name = "@" + line(person.name);
    if (!numbered.includes(name)) continue;
    numbered = numbered.replaceAll(name, "@" + person.number);
    whom.add(person.userId);
  }
  return { text: numbered, mentions: [...whom] };
}
