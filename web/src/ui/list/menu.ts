/** What one can do with a conversation in the list. */
import type { Conversation } from "../../client/records.ts";
import { ask } from "../dialog/ask.tsx";
import { openMenu } from "../dialog/menu.tsx";
import { trying } from "../dialog/toast.tsx";
import { client, go, isMuted, route } from "../state.ts";
import { say } from "../words/words.ts";

/** Far enough to be always. */
export const ALWAYS = 8_640_000_000_000_000;

export function toggleMute(conversation: Conversation): Promise<unknown> {
  return trying(client().mute(conversation.id, isMuted(conversation, Date.now()) ? 0 : ALWAYS));
}

export function forget(conversation: Conversation): void {
  ask({
    title: say("forgetConversation"),
    text: say("forgetText"),
    yes: say("delete"),
    act: async () => {
      await client().forget(conversation.id);
      if (route.value.conversation === conversation.id) {
        go({ conversation: undefined, mode: "list", side: false }, "instead");
      }
    },
  });
}

export function conversationMenu(conversation: Conversation, at: Element | { x: number; y: number }): void {
  const muted = isMuted(conversation, Date.now());
  const pinned = conversation.pinnedAt !== undefined;
  openMenu(conversation.name, [
    {
      icon: "pin",
      label: pinned ? say("unpinFromTop") : say("pinToTop"),
      act: () => trying(client().pinConversation(conversation.id, !pinned)),
    },
    {
      icon: muted ? "bell" : "belloff",
      label: muted ? say("unmute") : say("mute"),
      keys: "M",
      act: () => toggleMute(conversation),
    },
    { icon: "info", label: say("details"), act: () => go({ conversation: conversation.id, mode: "list", side: true }) },
    "line",
    { icon: "trash", label: say("forgetConversation"), bad: true, act: () => forget(conversation) },
  ], at);
}
