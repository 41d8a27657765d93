/** Mentioning somebody: a list opens at an `@`; arrows choose, Enter or Tab takes, Esc leaves. */
import { type Signal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import type { Conversation, Member } from "../../client/records.ts";
import { Avatar, Name } from "../parts/parts.tsx";
import { account, client } from "../state.ts";
import { line, mentionBefore } from "../text.ts";
import { fitting } from "./mentioned.ts";
import { say } from "../words/words.ts";

export interface MentionList {
  readonly shown: boolean;
  readonly fits: readonly Member[];
  readonly at: number;
  readonly active: string;
  readonly look: () => void;
  readonly onKey: (event: KeyboardEvent) => boolean;
  readonly take: (member: Member) => void;
}

export function useMentions(
  conversation: Conversation,
  field: RefObject<HTMLTextAreaElement | null>,
  text: Signal<string>,
  taken: (member: Member) => void,
): MentionList {
  const members = useSignal<readonly Member[] | undefined>(undefined);
  const word = useSignal<{ readonly from: number; readonly word: string } | undefined>(undefined);
  const at = useSignal(0);
  const others = members.value?.filter((one) => one.person.userId !== account.value?.userId) ?? [];
  // What was sent or taken out is no longer being written.
  const written = word.value && text.value.startsWith("@" + word.value.word, word.value.from) ? word.value : undefined;
  const fits = written ? fitting(others, written.word) : [];
  const shown = fits.length > 0;

  const look = () => {
    const box = field.current;
    if (!box || conversation.kind !== "group") return;
    word.value = mentionBefore(box.value, box.selectionStart);
    at.value = 0;
    if (word.value && !members.value) client().members(conversation.id).then((all) => (members.value = all), () => {});
  };
  const take = (member: Member) => {
    const box = field.current;
    if (!box || !word.value) return;
    const name = "@" + line(member.person.name) + " ";
    const { from } = word.value;
    text.value = box.value.slice(0, from) + name + box.value.slice(box.selectionStart);
    word.value = undefined;
    taken(member);
    box.value = text.value;
    box.selectionStart = box.selectionEnd = from + name.length;
    box.focus();
  };
  const onKey = (event: KeyboardEvent): boolean => {
    if (!shown) return false;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step) at.value = (at.value + step + fits.length) % fits.length;
    else if (event.key === "Enter" || event.key === "Tab") take(fits[at.value]!);
    else if (event.key === "Escape") word.value = undefined;
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { shown, fits, at: at.value, active: `mention-${at.value}`, look, onKey, take };
}

export function Mentions({ mentions }: { mentions: MentionList }) {
  return (
    <div class="menu pop" role="listbox" id="mention-list" aria-label={say("mentionSomebody")}>
      {mentions.fits.map((member, at) => (
        <div
          key={member.person.userId}
          id={`mention-${at}`}
          class={at === mentions.at ? "on" : undefined}
          role="option"
          aria-selected={at === mentions.at}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => mentions.take(member)}
        >
          <Avatar
            id={member.person.userId}
            name={member.person.name}
            picture={member.person.picture}
            square={member.person.bot}
            size={28}
          />
          <span class="grow cut">
            <Name of={member.person.name} />
          </span>
          <span class="quiet num">{member.person.number}</span>
        </div>
      ))}
    </div>
  );
}
