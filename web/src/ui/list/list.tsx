/** The list of conversations: circles, the state of the connection, one row for each conversation. */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Conversation } from "../../client/records.ts";
import { Avatar, Button, Hidden, Icon, IconLink, PaneTitle } from "../parts/parts.tsx";
import { Tick } from "../parts/tick.tsx";
import { kept } from "../parts/kept.tsx";
import { when } from "../dates.ts";
import { line } from "../text.ts";
import {
  account,
  accounts,
  circles,
  conversationsKnown,
  go,
  hrefTo,
  inOrder,
  isMuted,
  now,
  phone,
  route,
  settings,
  unreadConversations,
} from "../state.ts";
import { number, say } from "../words/words.ts";
import { focusMessages, searchKeys } from "../keys.ts";
import { openDialog } from "../dialog/dialog.tsx";
import { later } from "../parts/later.tsx";
import { useContacts } from "./choose-people.tsx";
import { Contacts, contacts } from "./contacts.tsx";
import { conversationMenu, toggleMute } from "./menu.ts";
import { Netbar } from "./netbar.tsx";
import { Preview } from "./preview.tsx";

const GetKeys = later(() => import("../more.ts").then((all) => all.GetKeys));

/** Which circle is shown: all, unread ones, or one of the user's own. */
type Shown = "all" | "unread" | string;

export function List() {
  const shown = useSignal<Shown>("all");
  const these = useComputed(() => inCircle(inOrder.value, shown.value));
  const empty = conversationsKnown.value && inOrder.value.length === 0;
  return (
    <section aria-label={say("conversations")}>
      <header class="head">
        <div class="brand">
          <Icon name="flame" size={24} />
          <PaneTitle>{say("hearth")}</PaneTitle>
        </div>
        <IconLink icon="pen" label={say("newConversation")} href={hrefTo({ mode: "new" })} more="no-phone" />
        <Me />
      </header>
      <div class="listhead">
        <a class="find" href={hrefTo({ mode: "search" })}>
          <Icon name="search" size={16} />
          <span class="grow">{say("search")}</span>
          <kbd aria-hidden="true">{searchKeys()}</kbd>
        </a>
      </div>
      {!empty && <Circles shown={shown.value} onShow={(one) => (shown.value = one)} />}
      <Netbar />
      {account.value?.withoutKeys && <WithoutKeys />}
      {empty ? <Nothing /> : !conversationsKnown.value ? <Shapes /> : <Rows these={these.value} circle={shown.value} />}
      {phone.value && !empty && (
        <a class="fab" href={hrefTo({ mode: "new" })} aria-label={say("newConversation")}>
          <Icon name="pen" size={24} />
        </a>
      )}
    </section>
  );
}

function inCircle(all: readonly Conversation[], shown: Shown): readonly Conversation[] {
  if (shown === "all") return all;
  if (shown === "unread") return all.filter((one) => one.unread > 0);
  const circle = circles.value.find((one) => one.id === shown);
  return circle ? all.filter((one) => circle.conversations.includes(one.id)) : all;
}

/** A device that came by a code alone reads nothing that is encrypted until it has keys. */
function WithoutKeys() {
  return (
    <div class="netbar" role="alert">
      <Icon name="key" size={16} />
      <span>{say("withoutKeys")}</span>
      <button type="button" onClick={() => openDialog(<GetKeys />)}>{say("getKeys")}</button>
    </div>
  );
}

function Me() {
  const me = account.value;
  const others = accounts.value.filter((one) => one.userId !== me?.userId && one.unread > 0).length;
  return (
    <a
      class="ib"
      href={hrefTo({ mode: "settings" })}
      aria-label={say("settingsAndProfile")}
      title={say("settingsAndProfile")}
    >
      {me && <Avatar id={me.userId} name={me.name} picture={me.picture} size={28} />}
      {others > 0 && <span class="dot corner" aria-hidden="true" />}
    </a>
  );
}

function Circles({ shown, onShow }: { shown: Shown; onShow: (one: Shown) => void }) {
  const tabs: readonly (readonly [Shown, string, number])[] = [
    ["all", say("all"), 0],
    ["unread", say("unread"), unreadConversations.value],
    ...circles.value.map((one) => [one.id, line(one.name), 0] as const),
  ];
  const move = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    const turned = document.documentElement.dir === "rtl" ? -step : step;
    const at = (tabs.findIndex(([id]) => id === shown) + turned + tabs.length) % tabs.length;
    onShow(tabs[at]![0]);
    (event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("[role=tab]")[at]?.focus();
  };
  return (
    <div class="circles" role="tablist" aria-label={say("circles")} onKeyDown={move}>
      {tabs.map(([id, name, count]) => (
        <button
          type="button"
          role="tab"
          key={id}
          aria-selected={id === shown}
          tabIndex={id === shown ? 0 : -1}
          onClick={() => onShow(id)}
        >
          <bdi>{name}</bdi>
          {count > 0 && <span class="n">{number(count)}</span>}
        </button>
      ))}
    </div>
  );
}

function Rows({ these, circle }: { these: readonly Conversation[]; circle: Shown }) {
  const ref = useRef<HTMLUListElement>(null);
  const at = useSignal(0);
  const links = () => [...ref.current!.querySelectorAll<HTMLElement>("a.conv")];
  // The one that is open is where Tab leads.
  const openAt = these.findIndex((one) => one.id === route.value.conversation);
  useEffect(() => {
    if (openAt >= 0) at.value = openAt;
  }, [openAt]);
  const stop = Math.min(at.value, these.length - 1);
  const keys = (event: KeyboardEvent) => {
    const all = links();
    const here = all.indexOf(document.activeElement as HTMLElement);
    if (here < 0) return;
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined && !event.altKey) {
      event.preventDefault();
      at.value = Math.max(0, Math.min(to, all.length - 1));
      all[at.value]?.focus();
      return;
    }
    const one = these[here];
    if (event.ctrlKey || event.metaKey || event.altKey || !one) return;
    const inward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    if (event.key === inward) {
      event.preventDefault();
      focusMessages();
    } else if (event.key.toLowerCase() === "m" && settings.value.keys) {
      event.preventDefault();
      toggleMute(one);
    }
  };
  if (these.length === 0) return <p class="say spaced">{say("noneInCircle")}</p>;
  return (
    <nav class="scroll convs" aria-label={say("conversations")} data-pane="list">
      <ul ref={ref} onKeyDown={keys}>
        {these.map((one, index) => (
          <Row
            key={one.id}
            conversation={one}
            current={one.id === route.value.conversation}
            stop={index === stop}
            time={one.last ? when(one.last.at, now.value) : ""}
            muted={isMuted(one, now.value)}
            circle={circle}
          />
        ))}
      </ul>
    </nav>
  );
}

const Row = kept(function Row({ conversation, current, stop, time, muted }: {
  conversation: Conversation;
  current: boolean;
  stop: boolean;
  time: string;
  muted: boolean;
  circle: string;
}) {
  const { id, name, picture, peer, kind, bot, last, unread, mentioned, draft, trust, pinnedAt } = conversation;
  const fresh = unread > 0 && !muted;
  return (
    <li>
      <a
        class={"conv" + (fresh ? " new" : "")}
        href={hrefTo({ conversation: id, mode: "list", side: false })}
        aria-current={current ? "page" : undefined}
        tabIndex={stop ? 0 : -1}
        data-conversation={id}
        onContextMenu={(event) => {
          event.preventDefault();
          conversationMenu(
            conversation,
            event.clientX || event.clientY ? { x: event.clientX, y: event.clientY } : event.currentTarget,
          );
        }}
      >
        <Avatar id={peer ?? id} name={name} picture={picture} square={kind === "group" || bot} />
        <span>
          <span class="l1">
            <span class="name cut" dir="auto">{line(name)}</span>
            {trust === "verified" && <Hidden>, {say("verified")}</Hidden>}
            {bot && <span class="tag">{say("bot")}</span>}
            {muted && (
              <>
                <Icon name="belloff" size={16} />
                <Hidden>{say("muted")}</Hidden>
              </>
            )}
            <time>{time}</time>
          </span>
          <span class="l2">
            {draft
              ? (
                <span class="prev cut" dir="auto">
                  <span class="draft">{say("draft")}</span> {line(draft)}
                </span>
              )
              : (
                <>
                  {last?.tick && <Tick state={last.tick} />}
                  {trust === "plain" && kind === "direct" && (
                    <>
                      <Icon name="unlock" size={16} />
                      <Hidden>{say("notEncryptedLower")}</Hidden>
                    </>
                  )}
                  {last ? <Preview last={last} group={kind === "group"} /> : <span class="prev" />}
                </>
              )}
            {pinnedAt !== undefined && (
              <>
                <Icon name="pin" size={16} />
                <Hidden>{say("pinned")}</Hidden>
              </>
            )}
            {mentioned && (
              <span class="count at">
                <Icon name="at" />
                <Hidden>{say("mentioned")}</Hidden>
              </span>
            )}
            {unread > 0 && (
              <span class={"count" + (muted ? " soft" : "")}>
                <span aria-hidden="true">{unread > 999 ? "999+" : number(unread)}</span>
                <Hidden>{say("unreadCount", { n: unread }) + (muted ? ", " + say("muted") : "")}</Hidden>
              </span>
            )}
          </span>
        </span>
      </a>
    </li>
  );
});

/** No conversation yet: whom one could write to, or how to find somebody. */
function Nothing() {
  useContacts();
  const known = contacts();
  if (known.length > 0) {
    return (
      <div class="scroll">
        <p class="say spaced">{say("noConversationsButPeople")}</p>
        <Contacts of={known} />
      </div>
    );
  }
  return (
    <div class="void">
      <svg class="art" aria-hidden="true">
        <use href="#p-nobody" />
      </svg>
      <h2>{say("noConversations")}</h2>
      <p>{say("noConversationsText")}</p>
      <div class="btns middle">
        <Button kind="prime" onClick={() => go({ mode: "new" })}>{say("newConversation")}</Button>
      </div>
    </div>
  );
}

/** The shapes of what comes, when it isn't here at once. */
function Shapes() {
  return (
    <div class="convs late" role="status" aria-label={say("loading")}>
      {[0, 1, 2, 3, 4, 5].map((at) => (
        <div class="skel" key={at} aria-hidden="true">
          <span class="av" />
          <span>
            <i class="w1" />
            <i class="w2" />
          </span>
        </div>
      ))}
    </div>
  );
}
