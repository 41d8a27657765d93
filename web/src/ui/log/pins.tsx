/** What is pinned in a conversation: a press leads to it, the next press to the one before. */
import { useSignal } from "@preact/signals";
import type { Conversation } from "../../client/records.ts";
import { closeDialog, Dialog, openDialog } from "../dialog/dialog.tsx";
import { IconButton } from "../parts/parts.tsx";
import { when } from "../dates.ts";
import { now } from "../state.ts";
import { line } from "../text.ts";
import { say } from "../words/words.ts";
import { jumpTo } from "./loaded.ts";

export function Pins({ conversation }: { conversation: Conversation }) {
  const { pins } = conversation;
  const at = useSignal(0);
  if (pins.length === 0) return null;
  const here = Math.min(at.value, pins.length - 1);
  const pin = pins[here]!;
  return (
    <div class="pinbar">
      <Rail parts={pins.length} at={here} />
      <button
        type="button"
        class="jump"
        onClick={() => {
          jumpTo(pin.message);
          at.value = (here + 1) % pins.length;
        }}
      >
        <span class="h">{pins.length > 1 ? say("pinnedOf", { at: here + 1, n: pins.length }) : say("pinnedOne")}</span>
        <span class="p cut" dir="auto">{line(pin.line)}</span>
      </button>
      <IconButton
        icon="text"
        label={say("allPinned")}
        onClick={() => openDialog(<AllPins conversation={conversation} />)}
      />
    </div>
  );
}

/** One part for each pin, the one that is shown filled; at most five parts. */
function Rail({ parts, at }: { parts: number; at: number }) {
  const drawn = Math.min(parts, 5);
  const filled = Math.min(drawn - 1, Math.floor(at * drawn / parts));
  return (
    <span class="rail" aria-hidden="true">
      {Array.from({ length: drawn }, (_, one) => <i key={one} class={one === filled ? "on" : undefined} />)}
    </span>
  );
}

export function AllPins({ conversation }: { conversation: Conversation }) {
  return (
    <Dialog title={say("allPinned")}>
      {conversation.pins.length === 0 && <p>{say("nothingPinned")}</p>}
      <ul class="picks">
        {conversation.pins.map((pin) => (
          <li key={pin.message}>
            <button
              type="button"
              class="pick"
              onClick={() => {
                closeDialog();
                jumpTo(pin.message);
              }}
            >
              <span class="grow cut" dir="auto">{line(pin.line)}</span>
              <time class="quiet num">{when(pin.at, now.value)}</time>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
