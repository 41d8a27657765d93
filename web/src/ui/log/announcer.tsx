/** Says new messages of the open conversation to those who listen: at most one every two seconds, then how many more. */
import { useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { line } from "../text.ts";
import { say } from "../words/words.ts";
import { lineOf } from "./acts.ts";
import { newlyHeard } from "./loaded.ts";

const PAUSE = 2_000;

export function Announcer() {
  const text = useSignal("");
  const waiting = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useSignalEffect(() => {
    const message = newlyHeard.value;
    if (!message) return;
    if (timer.current) {
      waiting.current++;
      return;
    }
    text.value = say("announced", { name: line(message.authorName), text: lineOf(message.content) });
    const next = () => {
      timer.current = undefined;
      if (waiting.current === 0) return;
      text.value = say("moreMessages", { n: waiting.current });
      waiting.current = 0;
      timer.current = setTimeout(next, PAUSE);
    };
    timer.current = setTimeout(next, PAUSE);
  });
  return <p class="vh" role="status">{text.value}</p>;
}
