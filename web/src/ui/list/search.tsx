/** Search on this device: people and groups first, then messages. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Content, Found, Message } from "../../client/records.ts";
import { openDirect } from "../details/person.ts";
import { reason } from "../dialog/toast.tsx";
import { Avatar, Icon, IconButton, Label, Name, PaneTitle, Sentence } from "../parts/parts.tsx";
import { when } from "../dates.ts";
import { textOf } from "../log/acts.ts";
import { account, client, conversations, go, hrefTo, inOrder, now, people } from "../state.ts";
import { around, line } from "../text.ts";
import { say } from "../words/words.ts";
import { failureOf } from "../worker.ts";
import { kindOf } from "./preview.tsx";

type Narrow = "all" | "media" | "files" | "links";
const PAUSE = 150;
const MOST = 100;

function belongs(content: Content, narrow: Narrow): boolean {
  switch (narrow) {
    case "all":
      return true;
    case "media":
      return content.kind === "picture" || content.kind === "video" || content.kind === "voice";
    case "files":
      return content.kind === "file";
    case "links":
      return content.kind === "text" && /https?:\/\//i.test(content.text);
  }
}

export function Search() {
  const word = useSignal("");
  const narrow = useSignal<Narrow>("all");
  const found = useSignal<readonly Found[] | undefined>(undefined);
  const wrong = useSignal("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    const wanted = word.value.trim();
    if (wanted.length < 2) {
      found.value = undefined;
      return;
    }
    let here = true;
    const timer = setTimeout(() => {
      client().search(wanted).then(
        (all) => {
          if (here) found.value = all;
        },
        (error) => (wrong.value = reason(failureOf(error))),
      );
    }, PAUSE);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [word.value]);
  const clear = () => {
    word.value = "";
    field.current?.focus();
  };
  const wanted = word.value.trim();
  const lower = wanted.toLocaleLowerCase();
  const named = wanted
    ? inOrder.value.filter((one) => line(one.name).toLocaleLowerCase().includes(lower)).slice(0, 8)
    : inOrder.value.slice(0, 8);
  const peers = new Set(inOrder.value.map((one) => one.peer));
  const others = wanted
    ? [...people.value.values()].filter((one) =>
      !peers.has(one.userId) && one.relation !== "me" && line(one.name).toLocaleLowerCase().includes(lower)
    ).slice(0, 8)
    : [];
  const messages = (found.value ?? []).filter((one) => belongs(one.message.content, narrow.value)).slice(0, MOST);
  const nothing = found.value !== undefined && messages.length === 0 && named.length === 0 && others.length === 0;
  const narrowing: readonly (readonly [Narrow, string, string | undefined])[] = [
    ["all", say("all"), undefined],
    ["media", say("media"), "image"],
    ["files", say("files"), "file"],
    ["links", say("links"), "link"],
  ];
  return (
    <section aria-label={say("search")}>
      <header class="head tight">
        <PaneTitle look="vh">{say("search")}</PaneTitle>
        <IconButton icon="back" flip label={say("closeSearch")} onClick={() => go({ mode: "list" })} />
        <div class="find grow">
          <Icon name="search" size={16} />
          <input
            ref={field}
            type="search"
            aria-label={say("searchLabel")}
            placeholder={say("search")}
            autocomplete="off"
            value={word.value}
            onInput={(event) => (word.value = event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "ArrowDown") {
                event.preventDefault();
                document.querySelector<HTMLElement>(".list .conv")?.focus();
              } else if (event.key === "Enter") document.querySelector<HTMLElement>(".list .conv")?.click();
            }}
          />
          {word.value && <IconButton icon="x" size={16} label={say("clearSearch")} more="little" onClick={clear} />}
        </div>
      </header>
      <div class="filters" role="group" aria-label={say("narrow")}>
        {narrowing.map(([id, words, icon]) => (
          <button
            type="button"
            class="chip"
            key={id}
            aria-pressed={narrow.value === id}
            onClick={() => (narrow.value = id)}
          >
            {icon && <Icon name={icon} />}
            {words}
          </button>
        ))}
      </div>
      <div class="scroll" onKeyDown={moveInList}>
        {narrow.value === "all" && (named.length > 0 || others.length > 0) && (
          <>
            <Label>{say("peopleAndGroups")}</Label>
            <div class="convs">
              {named.map((one) => (
                <a class="conv" key={one.id} href={hrefTo({ conversation: one.id, mode: "list", side: false })}>
                  <Avatar
                    id={one.peer ?? one.id}
                    name={one.name}
                    picture={one.picture}
                    square={one.kind === "group" || one.bot}
                  />
                  <span>
                    <span class="l1">
                      <span class="name cut" dir="auto">
                        <Marked text={one.name} word={wanted} />
                      </span>
                    </span>
                    <span class="l2">
                      <span class="prev cut">
                        {one.kind === "group"
                          ? one.members ? say("groupOf", { n: one.members }) : say("group")
                          : one.bot
                          ? say("bot")
                          : say("hearthId", { number: people.value.get(one.peer ?? "")?.number ?? "" })}
                      </span>
                    </span>
                  </span>
                </a>
              ))}
              {others.map((one) => (
                <button
                  type="button"
                  class="pick"
                  key={one.userId}
                  onClick={() => openDirect(one.userId)}
                >
                  <Avatar id={one.userId} name={one.name} picture={one.picture} square={one.bot} />
                  <span class="grow">
                    <span class="t cut">
                      <Marked text={one.name} word={wanted} />
                    </span>
                    <span class="d num">{say("hearthId", { number: one.number })}</span>
                  </span>
                </button>
              ))}
            </div>
          </>
        )}
        {messages.length > 0 && (
          <>
            <Label>
              {say("messages")} <span class="num" role="status">{say("found", { n: messages.length })}</span>
            </Label>
            <div class="convs">{messages.map((one) => <Hit key={one.message.id} found={one} word={wanted} />)}</div>
          </>
        )}
        {wrong.value && <p class="err inset" role="alert">{wrong.value}</p>}
        {nothing && (
          <div class="void" role="status">
            <p>{say("foundNothing", { word: wanted })}</p>
            <button type="button" class="btn" onClick={clear}>{say("clear")}</button>
          </div>
        )}
        <p class="say spaced">
          <Icon name="lock" />
          {say("searchHere")}
        </p>
      </div>
    </section>
  );
}

function moveInList(event: KeyboardEvent): void {
  const all = [...document.querySelectorAll<HTMLElement>(".list .conv, .list .pick")];
  const here = all.indexOf(document.activeElement as HTMLElement);
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (!step || here < 0) return;
  event.preventDefault();
  if (here + step < 0) document.querySelector<HTMLElement>(".list input")?.focus();
  else all[here + step]?.focus();
}

function Marked({ text, word }: { text: string; word: string }) {
  const [before, hit, after] = around(text, word);
  return <bdi>{before}{hit && <mark>{hit}</mark>}{after}</bdi>;
}

function Hit({ found: { message, conversationName }, word }: { found: Found; word: string }) {
  const conversation = conversations.value.get(message.conversation);
  const group = conversation?.kind === "group";
  return (
    <a
      class="conv"
      href={hrefTo({ conversation: message.conversation, message: message.id, mode: "search", side: false })}
    >
      <Avatar
        id={message.mine ? account.value?.userId ?? "" : group ? message.conversation : message.author}
        name={message.mine ? account.value?.name ?? "" : group ? conversationName : message.authorName}
        picture={message.mine ? account.value?.picture : conversation?.picture}
        square={group}
      />
      <span>
        <span class="l1">
          <span class="name cut">
            {message.mine ? say("you") : <Name of={message.authorName} />}{" "}
            {(message.mine || group) && (
              <span class="quiet">
                <Sentence of={group ? "inGroup" : "youTo"} name={<Name of={conversationName} />} />
              </span>
            )}
          </span>
          <time>{when(message.at, now.value)}</time>
        </span>
        <span class="l2">
          <span class="prev cut" dir="auto">
            <Marked text={lineOfHit(message)} word={word} />
          </span>
        </span>
      </span>
    </a>
  );
}

function lineOfHit(message: Message): string {
  return textOf(message.content) || kindOf(message.content.kind)[1];
}
