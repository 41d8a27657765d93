/**
 * The log of the open conversation. It holds its place: at the end while one reads there, else at the message in sight, whatever is
 * put in above or below it.
 */
import { useSignalEffect } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Conversation, MessageId } from "../../client/records.ts";
import { Button, Icon } from "../parts/parts.tsx";
import { reason } from "../dialog/toast.tsx";
import { client, now } from "../state.ts";
import { day } from "../dates.ts";
import { say } from "../words/words.ts";
import { Announcer } from "./announcer.tsx";
import { Album } from "./album.tsx";
import { Bubble } from "./bubble.tsx";
import { oneTabStop, onLogKey } from "./log-keys.ts";
import { again, arrived, atEnd, jumpToEnd, loaded, more, target } from "./loaded.ts";
import { Opening } from "./opening.tsx";
import { type Row, rows } from "./rows.ts";
import { Said } from "./said.tsx";
import type { Window } from "./window.ts";

const NEAR_END = 120;
const LOAD_AHEAD = 800;

export function Log({ conversation }: { conversation: Conversation }) {
  const here = loaded.value;
  const name = say(conversation.kind === "group" ? "messagesIn" : "messagesWith", { name: conversation.name });
  if (here?.conversation !== conversation.id) return <div class="log" />;
  if (here.failure) {
    return (
      <div class="void" role="alert">
        <p>{reason(here.failure)}</p>
        <Button onClick={again}>{say("tryAgain")}</Button>
      </div>
    );
  }
  if (!here.window) return <div class="log" aria-busy="true" />;
  return (
    <>
      <Messages key={conversation.id} conversation={conversation} window={here.window} name={name} />
      <Announcer />
    </>
  );
}

/** What one sees of the log: the first message in sight, and how far below the edge it begins. */
interface Place {
  readonly message: string;
  readonly offset: number;
}

function Messages({ conversation, window, name }: { conversation: Conversation; window: Window; name: string }) {
  const log = useRef<HTMLDivElement>(null);
  const column = useRef<HTMLDivElement>(null);
  const place = useRef<Place | undefined>(undefined);
  const fresh = useRef<MessageId | undefined>(window.messages.at(-1)?.id);
  const group = conversation.kind === "group";

  const settle = () => {
    const box = log.current;
    if (!box) return;
    const wanted = target.peek();
    if (wanted) {
      target.value = undefined;
      show(box, wanted);
    } else if (atEnd.peek()) box.scrollTo({ top: box.scrollHeight, behavior: "instant" });
    else if (place.current) {
      const element = byId(box, place.current.message);
      if (element) box.scrollBy({ top: offset(box, element) - place.current.offset, behavior: "instant" });
    }
    remember();
  };

  const remember = () => {
    const box = log.current;
    if (!box) return;
    const left = box.scrollHeight - box.scrollTop - box.clientHeight;
    atEnd.value = left < NEAR_END && !window.newer;
    if (atEnd.peek() && arrived.peek().length > 0) arrived.value = [];
    place.current = firstInSight(box);
    markRead(conversation, box);
    if (box.scrollTop < LOAD_AHEAD && window.older) more("older");
    if (left < LOAD_AHEAD && window.newer) more("newer");
  };

  useLayoutEffect(() => {
    settle();
    oneTabStop(log.current!);
  }, [window]);
  useSignalEffect(() => {
    if (target.value) queueMicrotask(settle);
  });
  useEffect(() => {
    const seen = new ResizeObserver(settle);
    seen.observe(log.current!);
    seen.observe(column.current!);
    const look = () => log.current && markRead(conversation, log.current);
    addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      seen.disconnect();
      removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [conversation.id]);

  const newest = window.messages.at(-1)?.id;
  const arrives = newest !== fresh.current ? newest : undefined;
  fresh.current = newest;
  return (
    <div
      ref={log}
      class={"log" + (group ? " group" : "")}
      role="log"
      aria-live="off"
      aria-label={name}
      tabIndex={0}
      onScroll={() => {
        remember();
        moving(log.current!);
      }}
      onFocusCapture={(event) => oneTabStop(event.currentTarget)}
      onKeyDown={(event) => onLogKey(event, conversation)}
    >
      <div class="col" ref={column}>
        {!window.older && <Opening conversation={conversation} empty={window.messages.length === 0} />}
        {inDays(rows(window.messages, window.unreadFrom)).map(([at, its]) => (
          <div class="dayset" key={at.key}>
            <p class="day">{day(at.at, now.value)}</p>
            {its.map((row) => (
              <Drawn
                key={row.key}
                row={row}
                conversation={conversation}
                fresh={row.key === arrives}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

type Day = Extract<Row, { is: "day" }>;

/** Rows by day, so that each day's name stays on top while its messages pass. */
function inDays(all: readonly Row[]): readonly (readonly [Day, readonly Row[]])[] {
  const days: [Day, Row[]][] = [];
  for (const row of all) {
    if (row.is === "day") days.push([row, []]);
    else days.at(-1)?.[1].push(row);
  }
  return days;
}

function Drawn({ row, conversation, fresh }: { row: Row; conversation: Conversation; fresh: boolean }) {
  switch (row.is) {
    case "day":
      return null;
    case "unread":
      return (
        <div class="unread" role="separator" aria-label={say("newMessages", { n: row.count })} data-unread>
          {say("newMessages", { n: row.count })}
        </div>
      );
    case "said":
      return <Said message={row.message} conversation={conversation} />;
    case "album":
      return <Album messages={row.messages} first={row.first} last={row.last} group={conversation.kind === "group"} />;
    case "message":
      return (
        <Bubble
          message={row.message}
          first={row.first}
          last={row.last}
          group={conversation.kind === "group"}
          fresh={fresh}
          plain={conversation.trust === "plain"}
        />
      );
  }
}

export function byId(box: Element, message: string): HTMLElement | null {
  return box.querySelector<HTMLElement>(`[data-message="${CSS.escape(message)}"]`);
}

function offset(box: HTMLElement, element: Element): number {
  return element.getBoundingClientRect().top - box.getBoundingClientRect().top;
}

function show(box: HTMLElement, wanted: NonNullable<typeof target.value>): void {
  if (wanted.to === "end") return box.scrollTo({ top: box.scrollHeight, behavior: "instant" });
  const element = wanted.to === "unread" ? box.querySelector<HTMLElement>("[data-unread]") : byId(box, wanted.message);
  if (!element) return;
  const third = box.clientHeight / 3;
  box.scrollBy({ top: offset(box, element) - third, behavior: "instant" });
  if (wanted.to === "message") {
    element.classList.remove("flash");
    void element.offsetWidth; // so that it begins again
    element.classList.add("flash");
    element.focus({ preventScroll: true });
    setTimeout(() => element.classList.remove("flash"), 1_700);
  }
}

function firstInSight(box: HTMLElement): Place | undefined {
  const top = box.getBoundingClientRect().top;
  const first = box.querySelectorAll<HTMLElement>("[data-message]")[firstWhere(box, ({ bottom }) => bottom > top)];
  return first && { message: first.dataset["message"]!, offset: offset(box, first) };
}

/** Where the first message stands of which something holds that holds of all below it, too: found by halving. */
function firstWhere(box: HTMLElement, holds: (place: DOMRect) => boolean): number {
  const all = box.querySelectorAll("[data-message]");
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(all[middle]!.getBoundingClientRect())) high = middle;
    else low = middle + 1;
  }
  return low;
}

const STILL = 1_200;
let stopped: ReturnType<typeof setTimeout> | undefined;

/** The day stays on top while the log moves, and a little longer; it would hide a line of what one reads. */
function moving(box: HTMLElement): void {
  box.classList.add("moving");
  clearTimeout(stopped);
  stopped = setTimeout(() => box.classList.remove("moving"), STILL);
}

const readUntil = new Map<string, number>();
const MOST_REMEMBERED = 500;

/** Tells the worker up to where one has read: the last message wholly in sight, in a window that one looks at. */
function markRead(conversation: Conversation, box: HTMLElement): void {
  if (document.visibilityState !== "visible" || !document.hasFocus()) return;
  const messages = loaded.peek()?.window?.messages;
  if (loaded.peek()?.conversation !== conversation.id || !messages) return;
  const below = firstWhere(box, ({ bottom }) => bottom > box.getBoundingClientRect().bottom + 8);
  const inSight = box.querySelectorAll<HTMLElement>("[data-message]")[below - 1]?.dataset["message"];
  const at = messages.findIndex((one) => one.id === inSight);
  const last = at < 0 ? undefined : messages.slice(0, at + 1).findLast((one) => !one.mine);
  if (!last || last.position <= (readUntil.get(conversation.id) ?? -Infinity)) return;
  if (readUntil.size >= MOST_REMEMBERED) readUntil.clear();
  readUntil.set(conversation.id, last.position);
  client().read(conversation.id, last.id).catch(() => readUntil.delete(conversation.id));
}

/** Leads to the newest message, with the count of those below that weren't seen. */
export function JumpDown() {
  const here = loaded.value?.window;
  const below = arrived.value.length;
  if (!here || (atEnd.value && below === 0)) return null;
  const label = below > 0 ? say("toNewestUnread", { n: below }) : say("toNewest");
  return (
    <button type="button" class="jumpdown" aria-label={label} title={label} onClick={jumpToEnd}>
      <Icon name="todown" />
      {below > 0 && <span class="count" aria-hidden="true">{below > 999 ? "999+" : below}</span>}
    </button>
  );
}
