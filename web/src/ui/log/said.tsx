/** Sentences about what happened in a conversation, and about calls; never bubbles. */
import type { ComponentChildren } from "preact";
import type { Conversation, Message, SystemEvent } from "../../client/records.ts";
import { callPeer } from "../call/call.ts";
import { Icon, Name, Sentence } from "../parts/parts.tsx";
import { kept } from "../parts/kept.tsx";
import { length, span, time } from "../dates.ts";
import { line } from "../text.ts";
import { account } from "../state.ts";
import { type Key, say } from "../words/words.ts";

export const Said = kept(function Said({ message, conversation }: { message: Message; conversation: Conversation }) {
  const { content } = message;
  if (content.kind === "call") {
    return (
      <CallLine message={message} conversation={conversation} outcome={content.outcome} duration={content.duration} />
    );
  }
  if (content.kind !== "system") return null;
  const [icon, of] = sentence(content.event);
  return (
    <p class="say" tabIndex={-1} data-message={message.id}>
      {icon && <Icon name={icon} />}
      <Sentence of={of} by={person(content.event.by)} whom={person(content.event.whom)} value={value(content.event)} />
    </p>
  );
});

function person(one: SystemEvent["by"]): ComponentChildren {
  if (!one) return null;
  return <b>{one.userId === account.value?.userId ? say("you") : <Name of={one.name} />}</b>;
}

function value(event: SystemEvent): ComponentChildren {
  if (event.what === "disappearing") return <b>{span(Number(event.value ?? 0))}</b>;
  return event.value === undefined ? null : <bdi>{line(event.value)}</bdi>;
}

/** The icon and the sentence of an event. */
export function sentence(event: SystemEvent): readonly [icon: string | undefined, of: Key] {
  switch (event.what) {
    case "created":
      return [undefined, "createdGroup"];
    case "joined":
      return [undefined, "joinedGroup"];
    case "added":
      return [undefined, "addedToGroup"];
    case "left":
      return [undefined, "leftGroup"];
    case "removed":
      return [undefined, "removedFromGroup"];
    case "role":
      return [undefined, event.value === "owner" ? "madeOwner" : event.value === "admin" ? "madeAdmin" : "madeMember"];
    case "renamed":
      return [undefined, "renamedGroup"];
    case "picture":
      return [undefined, "changedPicture"];
    case "announcement":
      return [undefined, "changedAnnouncement"];
    case "disappearing":
      return ["timer", Number(event.value ?? 0) > 0 ? "setDisappearing" : "endedDisappearing"];
    case "identity":
      return ["warn", "identityChanged"];
    case "device":
      return ["mobile", "deviceAdded"];
    case "pinned":
      return ["pin", event.value ? "pinnedMessage" : "pinnedAMessage"];
    case "unpinned":
      return ["pin", "unpinnedMessage"];
  }
}

type Outcome = Extract<Message["content"], { kind: "call" }>["outcome"];

function CallLine({ message, conversation, outcome, duration }: {
  message: Message;
  conversation: Conversation;
  outcome: Outcome;
  duration: number | undefined;
}) {
  return (
    <p class="say" tabIndex={-1} data-message={message.id}>
      <Icon name="phone" />
      {callWords(outcome, duration, message.mine)}, <time>{time(message.at)}</time>{" "}
      {conversation.kind === "direct" && !conversation.bot && !message.mine && outcome === "missed" && (
        <button
          type="button"
          onClick={() => callPeer(conversation, "sound")}
        >
          {say("callBack")}
        </button>
      )}
    </p>
  );
}

export function callWords(outcome: Outcome, duration: number | undefined, mine: boolean): string {
  switch (outcome) {
    case "missed":
      return mine ? say("cancelledCall") : say("missedCall");
    case "declined":
      return say("declinedCall");
    case "cancelled":
      return mine ? say("cancelledCall") : say("missedCall");
    case "ended":
      return say("endedCall", { length: length(duration ?? 0) });
    case "busy":
      return say("busyCall");
    case "failed":
      return say("failedCall");
  }
}
