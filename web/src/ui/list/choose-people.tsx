/** Choosing some of many people: a field to narrow them, those that are chosen on top, a list with checks. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Person, UserId } from "../../client/records.ts";
import { Avatar, Icon, Name } from "../parts/parts.tsx";
import { client } from "../state.ts";
import { line } from "../text.ts";
import { say } from "../words/words.ts";

/** Has the worker look who the contacts are; it tells them as people. */
export function useContacts(): void {
  useEffect(() => {
    client().people().catch(() => {});
  }, []);
}

export function byName(a: Person, b: Person): number {
  return line(a.name).localeCompare(line(b.name));
}

export function fits(person: Person, word: string): boolean {
  const wanted = word.trim().toLocaleLowerCase();
  const digits = wanted.replace(/\s/g, "");
  return line(person.name).toLocaleLowerCase().includes(wanted) ||
    (/^\d+$/.test(digits) && person.number.replace(/\s/g, "").includes(digits));
}

export function ChoosePeople({ people, chosen, onChange }: {
  people: readonly Person[];
  chosen: readonly UserId[];
  onChange: (chosen: readonly UserId[]) => void;
}) {
  useContacts();
  const word = useSignal("");
  const at = useSignal(0);
  const list = useRef<HTMLDivElement>(null);
  const all = [...people].sort(byName);
  const shown = all.filter((one) => fits(one, word.value));
  const stop = Math.min(at.value, shown.length - 1);
  const toggle = (id: UserId) => onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  const keys = (event: KeyboardEvent) => {
    const to = { ArrowDown: stop + 1, ArrowUp: stop - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      at.value = Math.max(0, Math.min(to, shown.length - 1));
      list.current?.querySelectorAll<HTMLElement>("[role=option]")[at.value]?.focus();
    } else if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      const one = shown[stop];
      if (one) toggle(one.userId);
    }
  };
  return (
    <>
      {chosen.length > 0 && (
        <div class="tokens" role="list" aria-label={say("peopleChosen", { n: chosen.length })}>
          {all.filter((one) => chosen.includes(one.userId)).map((one) => (
            <span class="tok" role="listitem" key={one.userId}>
              <Avatar id={one.userId} name={one.name} picture={one.picture} square={one.bot} size={24} />
              <Name of={one.name} />
              <button
                type="button"
                aria-label={say("removeName", { name: line(one.name) })}
                onClick={() =>
                  toggle(one.userId)}
              >
                <Icon name="x" />
              </button>
            </span>
          ))}
        </div>
      )}
      <div class="listhead">
        <div class="find">
          <Icon name="search" size={16} />
          <input
            type="search"
            aria-label={say("addPeople")}
            placeholder={say("addPeople")}
            autocomplete="off"
            value={word.value}
            onInput={(event) => (word.value = event.currentTarget.value)}
          />
        </div>
      </div>
      <div class="scroll">
        <div
          class="convs"
          role="listbox"
          aria-label={say("peopleAndGroups")}
          aria-multiselectable="true"
          ref={list}
          onKeyDown={keys}
        >
          {shown.map((one, index) => (
            <div
              class="pick"
              role="option"
              key={one.userId}
              tabIndex={index === stop ? 0 : -1}
              aria-selected={chosen.includes(one.userId)}
              onClick={() => toggle(one.userId)}
            >
              <Avatar id={one.userId} name={one.name} picture={one.picture} square={one.bot} />
              <span class="t grow cut">
                <Name of={one.name} />
              </span>
              <span class="ck">
                <Icon name="check" />
              </span>
            </div>
          ))}
        </div>
        {shown.length === 0 && <p class="say spaced">{say("noContacts")}</p>}
      </div>
    </>
  );
}
