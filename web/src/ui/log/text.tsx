/** A message's text: its paragraphs, with links, mentions and code; the time flows on its last line. */
import type { ComponentChildren } from "preact";
import type { Mention } from "../../client/records.ts";
import { openPerson } from "../details/person.ts";
import { line, type Piece, pieces } from "../text.ts";

export function Text(
  { text, mentions, meta }: { text: string; mentions: readonly Mention[]; meta: ComponentChildren },
) {
  return (
    <>
      <Paragraph text={text} mentions={mentions} big={onlyEmoji(text)} />
      <span class="meta">{meta}</span>
    </>
  );
}

export function Paragraph({ text, mentions, big }: { text: string; mentions: readonly Mention[]; big?: boolean }) {
  return <p dir="auto" class={"words" + (big ? " big" : "")}>{pieces(text, mentions).map(piece)}</p>;
}

function piece(one: Piece, at: number) {
  switch (one.is) {
    case "text":
      return one.text;
    case "link":
      return <a key={at} href={one.address} target="_blank" rel="noopener noreferrer">{one.text}</a>;
    case "code":
      return <code key={at}>{one.text}</code>;
    case "mention":
      return (
        <button type="button" key={at} class="at" onClick={() => openPerson(one.mention.userId)}>
          <bdi>@{line(one.mention.name)}</bdi>
        </button>
      );
  }
}

/** Up to three emoji alone are shown bigger. */
export function onlyEmoji(text: string): boolean {
  return /^(?:\p{RGI_Emoji}\s?){1,3}$/v.test(text.trim());
}
