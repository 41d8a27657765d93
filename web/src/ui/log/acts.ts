/** What one can do with a message, by its buttons, its menu and its keys. */
import { signal } from "@preact/signals";
import type { Content, Conversation, Message } from "../../client/records.ts";
import { ask } from "../dialog/ask.tsx";
import { type Item, openMenu } from "../dialog/menu.tsx";
import { openDialog } from "../dialog/dialog.tsx";
import { notify, trying } from "../dialog/toast.tsx";
import { kindOf } from "../list/preview.tsx";
import { client, open } from "../state.ts";
import { line, plain } from "../text.ts";
import { say } from "../words/words.ts";
import { focusField } from "../keys.ts";
import { forwardDialog, messageDialog } from "./dialogs.tsx";

/** The message that the next one answers. */
export const replying = signal<Message | undefined>(undefined);

/** The text of a message, to be copied or quoted; empty for those without any. */
export function textOf(content: Content): string {
  switch (content.kind) {
    case "text":
      return content.mentions.reduce(
        (text, one) => text.replaceAll("@" + one.number, "@" + line(one.name)),
        plain(content.text),
      );
    case "post":
      return plain(content.markdown);
    case "picture":
      return plain(content.caption ?? "");
    case "file":
      return line(content.file.name);
    case "contact":
      return line(content.person.name);
    case "place":
      return line(content.name ?? content.address ?? "");
    case "card":
      return line(content.title);
    default:
      return "";
  }
}

/** One line that says what a message is. */
export function lineOf(content: Content): string {
  return line(textOf(content)) || kindOf(content.kind)[1];
}

/** Recalled, waiting and unknown messages can't be answered or sent on. */
export function canReply(message: Message): boolean {
  return !["recalled", "undecryptable", "unknown", "system", "call", "payment"].includes(message.content.kind) &&
    message.tick !== "sending" && message.tick !== "failed" && open.value?.role !== "left";
}

export function reply(message: Message): void {
  if (!canReply(message)) return;
  replying.value = message;
  focusField();
}

export function forward(message: Message): void {
  if (canReply(message)) openDialog(forwardDialog([message]));
}

export async function copyText(message: Message): Promise<void> {
  const text = textOf(message.content);
  if (!text) return;
  await navigator.clipboard.writeText(text);
  notify(say("copied"));
}

export function togglePin(message: Message): void {
  if (canReply(message)) trying(client().pin(message.id, !message.pinned));
}

export function erase(message: Message): void {
  ask({
    title: say("deleteTitle"),
    text: say("deleteText"),
    yes: say("deleteForMe"),
    act: () => client().erase([message.id]),
  });
}

const RECALL = 60 * 60_000;

function canRecall(message: Message): boolean {
  return message.mine && !["recalled", "system", "call", "payment"].includes(message.content.kind) &&
    message.tick !== "sending" &&
    message.tick !== "failed" && Date.now() - message.at < RECALL;
}

export function messageMenu(message: Message, conversation: Conversation): readonly (Item | "line")[] {
  const items: (Item | "line")[] = [];
  const answered = canReply(message);
  if (message.tick === "failed") {
    items.push({ icon: "retry", label: say("tryAgain"), act: () => trying(client().again(message.id)) });
  }
  if (answered) {
    items.push({ icon: "reply", flip: true, label: say("reply"), keys: "R", act: () => reply(message) });
    items.push({ icon: "forward", flip: true, label: say("forward"), keys: "F", act: () => forward(message) });
  }
  if (textOf(message.content)) {
    items.push({
      icon: "copy",
      label: say("copyText"),
      keys: "C",
      act: () => copyText(message),
    });
  }
  if (answered) {
    const label = message.pinned ? say("unpin") : conversation.kind === "direct" ? say("pinForBoth") : say("pin");
    items.push({ icon: "pin", label, keys: "P", act: () => togglePin(message) });
  }
  if (
    message.content.kind === "sticker" || (message.content.kind === "picture" && message.content.file.state !== "gone")
  ) {
    items.push({ icon: "sticker", label: say("saveSticker"), act: () => trying(client().addSticker(message.id)) });
  }
  items.push({ icon: "info", label: say("messageDetails"), act: () => openDialog(messageDialog(message)) });
  items.push("line");
  items.push({ icon: "trash", label: say("deleteForMe"), keys: "Del", act: () => erase(message) });
  if (canRecall(message)) {
    const label = conversation.kind === "direct" ? say("recallForBoth") : say("recallForAll");
    items.push({ icon: "recall", label, bad: true, act: () => trying(client().recall(message.id)) });
  }
  return items;
}

export function openMessageMenu(
  message: Message,
  conversation: Conversation,
  at: Element | { x: number; y: number },
): void {
  openMenu(
    say("messageFrom", { name: message.mine ? say("you") : line(message.authorName) }),
    messageMenu(message, conversation),
    at,
  );
}
