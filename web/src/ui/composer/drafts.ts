/** What was written and not sent, by conversation; the worker keeps it after a pause. */
import type { Conversation, ConversationId } from "../../client/records.ts";
import { client } from "../state.ts";

const PAUSE = 600;
const MOST = 200;
const drafts = new Map<ConversationId, string>();
const timers = new Map<ConversationId, ReturnType<typeof setTimeout>>();

export function draftOf(conversation: Conversation): string {
  return drafts.get(conversation.id) ?? conversation.draft ?? "";
}

export function keepDraft(conversation: ConversationId, text: string): void {
  if (drafts.size >= MOST) drafts.clear();
  drafts.set(conversation, text);
  clearTimeout(timers.get(conversation));
  timers.set(
    conversation,
    setTimeout(() => {
      timers.delete(conversation);
      client().draft(conversation, text).catch(() => {});
    }, text === "" ? 0 : PAUSE),
  );
}

/** The drafts of one account are nothing to another. */
export function forgetDrafts(): void {
  drafts.clear();
}
