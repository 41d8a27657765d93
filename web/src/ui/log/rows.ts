/** The rows of a log: days, the line above what is unread, sentences about what happened, albums, and bubbles in runs. */
import type { Message, MessageId } from "../../client/records.ts";
import { daysBetween } from "../dates.ts";

export type Row =
  | { readonly is: "day"; readonly key: string; readonly at: number }
  | { readonly is: "unread"; readonly key: string; readonly count: number }
  | { readonly is: "said"; readonly key: string; readonly message: Message }
  | {
    readonly is: "message";
    readonly key: string;
    readonly message: Message;
    readonly first: boolean;
    readonly last: boolean;
  }
  | {
    readonly is: "album";
    readonly key: string;
    readonly messages: readonly Message[];
    readonly first: boolean;
    readonly last: boolean;
  };

const RUN = 5 * 60_000;
const ALBUM = 60_000;

/** Whether a message is told as a sentence in the middle and not as something that somebody said. */
function said(message: Message): boolean {
  return message.content.kind === "system" || message.content.kind === "call";
}

/** Whether two bubbles belong to one run: the same sender, within five minutes, on the same day. */
export function sameRun(before: Message, after: Message): boolean {
  return before.author === after.author && !said(before) && !said(after) && after.at - before.at < RUN &&
    daysBetween(before.at, after.at) === 0;
}

function inAlbum(before: Message, after: Message): boolean {
  return alone(before) && alone(after) && before.author === after.author && after.at - before.at < ALBUM &&
    sameRun(before, after);
}

/** A picture without anything else, so that it may stand beside others. */
function alone(message: Message): boolean {
  return message.content.kind === "picture" && !message.content.caption && !message.quote &&
    message.tick !== "failed" &&
    message.content.file.state !== "gone";
}

export function rows(messages: readonly Message[], unreadFrom: MessageId | undefined): readonly Row[] {
  const made: Row[] = [];
  const unreadAt = unreadFrom ? messages.findIndex((one) => one.id === unreadFrom) : -1;
  for (let at = 0; at < messages.length; at++) {
    const message = messages[at]!;
    const before = messages[at - 1];
    if (!before || daysBetween(before.at, message.at) !== 0) {
      made.push({ is: "day", key: "day " + new Date(message.at).toDateString(), at: message.at });
    }
    if (at === unreadAt) {
      const count = messages.slice(at).filter((one) => !one.mine && !said(one)).length;
      made.push({ is: "unread", key: "unread", count });
    }
    if (said(message)) {
      made.push({ is: "said", key: message.id, message });
      continue;
    }
    const first = !before || at === unreadAt || !sameRun(before, message);
    let end = at;
    while (end + 1 < messages.length && end + 1 !== unreadAt && inAlbum(messages[end]!, messages[end + 1]!)) end++;
    const after = messages[end + 1];
    const last = !after || end + 1 === unreadAt || !sameRun(messages[end]!, after);
    if (end > at) made.push({ is: "album", key: message.id, messages: messages.slice(at, end + 1), first, last });
    else made.push({ is: "message", key: message.id, message, first, last });
    at = end;
  }
  return made;
}
