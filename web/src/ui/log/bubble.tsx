/** One message: its bubble, what stands in it, what one can do with it. */
import type { ComponentChildren } from "preact";
import type { Message } from "../../client/records.ts";
import { Avatar, Hidden, Icon, IconButton, Name } from "../parts/parts.tsx";
import { kept } from "../parts/kept.tsx";
import { Tick, tickWords } from "../parts/tick.tsx";
import { time } from "../dates.ts";
import { trying } from "../dialog/toast.tsx";
import { reason } from "../dialog/toast.tsx";
import { client, open, people } from "../state.ts";
import { line, tone } from "../text.ts";
import { say } from "../words/words.ts";
import * as act from "./acts.ts";
import { Body, type Shape, shapeOf } from "./content.tsx";
import { jumpTo } from "./loaded.ts";
import { longPress } from "./long-press.ts";

export interface BubbleProps {
  readonly message: Message;
  readonly first: boolean;
  readonly last: boolean;
  readonly group: boolean;
  readonly fresh?: boolean;
  /** The whole conversation isn't encrypted, and says so elsewhere. */
  readonly plain?: boolean;
}

export const Bubble = kept(function Bubble({ message, first, last, group, fresh, plain }: BubbleProps) {
  const shape = shapeOf(message.content);
  const meta = <Meta message={message} plain={plain ?? false} />;
  const actions = shape !== "keys" && <Actions message={message} />;
  return (
    <Article message={message} first={first} last={last} {...(fresh ? { fresh } : {})}>
      {group && !message.mine && last && (
        <Avatar
          id={message.author}
          name={message.authorName}
          picture={message.authorPicture}
          square={isBot(message)}
          size={32}
        />
      )}
      {shape === "keys" ? <Body message={message} meta={meta} /> : (
        <div class={"b" + BOX[shape]}>
          {group && !message.mine && first && <From message={message} />}
          {message.quote && shape !== "ghost" && <Quoted message={message} />}
          <Body message={message} meta={meta} />
          {actions}
        </div>
      )}
      {message.tick === "failed" && <NotSent message={message} />}
    </Article>
  );
});

const BOX: { readonly [S in Shape]: string } = {
  text: "",
  media: " media",
  box: " box",
  money: " box narrow",
  bare: " bare",
  ghost: " ghost",
  keys: "",
};

function isBot(message: Message): boolean {
  return people.value.get(message.author)?.bot ?? false;
}

/** The frame of a message in the log: its label, its place in a run, its menu. */
export function Article({ message, first, last, fresh, children }: {
  message: Message;
  first: boolean;
  last: boolean;
  fresh?: boolean;
  children: ComponentChildren;
}) {
  const openMenu = (at: Element | { x: number; y: number }) =>
    open.value && act.openMessageMenu(message, open.value, at);
  return (
    <article
      class={"m " + (message.mine ? "out" : "in") + (first ? " first" : "") + (last ? " last" : "") +
        (fresh ? " fresh" : "")}
      tabIndex={-1}
      aria-label={labelOf(message)}
      data-message={message.id}
      onContextMenu={(event) => {
        if ((event.target as Element).closest("a, img, video, input") || !getSelection()?.isCollapsed) return;
        event.preventDefault();
        openMenu({ x: event.clientX, y: event.clientY });
      }}
      onDblClick={(event) => {
        if (!(event.target as Element).closest("a, button, img, video")) act.reply(message);
      }}
      {...longPress(() => openMenu({ x: 0, y: 0 }))}
    >
      {children}
    </article>
  );
}

function labelOf(message: Message): string {
  const name = message.mine ? say("you") : line(message.authorName);
  const states = [
    message.tick ? tickWords(message.tick) : "",
    message.mentionsMe ? say("mentioned") : "",
    message.encrypted || message.content.kind === "recalled" ? "" : say("notEncryptedLower"),
    message.pinned ? say("pinned") : "",
  ].filter((one) => one !== "");
  return states.length > 0
    ? say("messageLabelState", { name, time: time(message.at), state: states.join(", ") })
    : say("messageLabel", { name, time: time(message.at) });
}

export function From({ message }: { message: Message }) {
  return (
    <p class={"from t" + tone(message.author)}>
      <Name of={message.authorName} />
      {isBot(message) && <span class="tag">{say("bot")}</span>}
    </p>
  );
}

/** The time, whether it isn't encrypted, and how far one's own message is. */
export function Meta({ message, plain }: { message: Message; plain: boolean }) {
  const told = !message.encrypted && !plain && !["recalled", "undecryptable", "payment"].includes(message.content.kind);
  return (
    <>
      {told && (
        <span class="open">
          <Icon name="unlock" />
          {say("notEncrypted")}
        </span>
      )}
      {message.pinned && (
        <>
          <Icon name="pin" />
          <Hidden>{say("pinned")}</Hidden>
        </>
      )}
      {message.disappearsAt !== undefined && <Icon name="timer" />}
      <time dateTime={new Date(message.at).toISOString()}>{time(message.at)}</time>
      {message.tick && <Tick state={message.tick} />}
    </>
  );
}

function Quoted({ message }: { message: Message }) {
  const quote = message.quote!;
  if (quote.gone) return <span class="q gone">{say("quoteGone")}</span>;
  return (
    <button type="button" class="q" onClick={() => jumpTo(quote.message)}>
      <span class="grow">
        <span class="h">{quote.mine ? say("you") : <Name of={quote.authorName} />}</span>
        <br />
        <span class="p clamp" dir="auto">{line(quote.text) || act.lineOf(kindOnly(quote.kind))}</span>
      </span>
      {quote.picture && <img class="th" src={quote.picture} alt="" />}
    </button>
  );
}

/** A quote without text is named by its kind alone. */
function kindOnly(kind: Message["content"]["kind"]): Message["content"] {
  return { kind } as Message["content"];
}

function Actions({ message }: { message: Message }) {
  const answered = act.canReply(message);
  const name = message.mine ? say("you") : line(message.authorName);
  return (
    <div class="acts" role="toolbar" aria-label={say("messageFrom", { name })}>
      {answered && (
        <IconButton
          icon="reply"
          label={say("reply")}
          flip
          tabIndex={-1}
          onClick={() => act.reply(message)}
        />
      )}
      {answered && (
        <IconButton
          icon="forward"
          label={say("forward")}
          flip
          tabIndex={-1}
          onClick={() => act.forward(message)}
        />
      )}
      <IconButton
        icon="more"
        label={say("more")}
        popup="menu"
        tabIndex={-1}
        onClick={(event) => open.value && act.openMessageMenu(message, open.value, event.currentTarget as Element)}
      />
    </div>
  );
}

function NotSent({ message }: { message: Message }) {
  return (
    <p class="fail" role="alert">
      <Icon name="alert" />
      {say("notSent")}
      {message.failure && message.failure.code !== "offline" && <span class="vh">{reason(message.failure)}</span>}
      <button type="button" onClick={() => trying(client().again(message.id))}>{say("tryAgain")}</button>
      <button type="button" onClick={() => trying(client().erase([message.id]))}>{say("delete")}</button>
    </p>
  );
}
