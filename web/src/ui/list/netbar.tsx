/** The state of the connection: after two seconds without one, and for four seconds when it is back. */
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { Icon } from "../parts/parts.tsx";
import { client, link } from "../state.ts";
import { say } from "../words/words.ts";

/** What the bar shows: a blink of the connection is not an alarm. */
export function useConnection(): "fine" | "offline" | "back" {
  const shown = useSignal<"fine" | "offline" | "back">("fine");
  const { state } = link.value;
  useEffect(() => {
    if (state === "online" || state === "ended") {
      shown.value = "fine";
      return;
    }
    if (state === "back") {
      if (shown.value !== "offline") return;
      shown.value = "back";
      const timer = setTimeout(() => (shown.value = "fine"), 4_000);
      return () => clearTimeout(timer);
    }
    const timer = setTimeout(() => (shown.value = "offline"), 2_000);
    return () => clearTimeout(timer);
  }, [state]);
  return shown.value;
}

export function Netbar() {
  const shown = useConnection();
  const left = useSignal(0);
  const { nextTry, sent = 0, received = 0 } = link.value;
  useEffect(() => {
    if (shown !== "offline") return;
    const count = () => (left.value = nextTry ? Math.max(0, Math.ceil((nextTry - Date.now()) / 1000)) : 0);
    count();
    const timer = setInterval(count, 1000);
    return () => clearInterval(timer);
  }, [shown, nextTry]);
  if (shown === "fine") return null;
  if (shown === "back") {
    return (
      <div class="netbar good" role="status">
        <Icon name="check" size={16} />
        <span>{sent || received ? say("backOnlineCounts", { sent, received }) : say("backOnline")}</span>
      </div>
    );
  }
  return (
    <div class="netbar">
      <Icon name="offline" size={16} />
      <Counting seconds={left.value} />
      <button type="button" onClick={() => client().tryNow()}>{say("tryNow")}</button>
    </div>
  );
}

/** The seconds aren't announced one by one. */
function Counting({ seconds }: { seconds: number }) {
  return (
    <>
      <span class="vh" role="status">{say("offlineLong")}</span>
      <span class="num" aria-hidden="true">{seconds > 0 ? say("offlineNext", { n: seconds }) : say("offline")}</span>
    </>
  );
}
