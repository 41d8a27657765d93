/** Keys in the log: arrows move from message to message, letters act on the one that has the focus. */
import type { Conversation, Message, MessageId } from "../../client/records.ts";
import { focusField } from "../keys.ts";
import { settings } from "../state.ts";
import * as act from "./acts.ts";
import { loaded } from "./loaded.ts";

const CONTROLS = "a[href], button, [role=slider], video, summary";

export function messageOf(id: MessageId | undefined): Message | undefined {
  return loaded.peek()?.window?.messages.find((one) => one.id === id);
}

/** Only the controls of the message that has the focus can be reached by Tab: the log is one stop. */
export function oneTabStop(log: HTMLElement): void {
  const active = document.activeElement?.closest("[data-message]");
  for (const control of log.querySelectorAll<HTMLElement>(CONTROLS)) {
    control.tabIndex = active !== null && active === control.closest("[data-message]") ? 0 : -1;
  }
}

export function onLogKey(event: KeyboardEvent, conversation: Conversation): void {
  const log = event.currentTarget as HTMLElement;
  const all = [...log.querySelectorAll<HTMLElement>("[data-message], .say[tabindex]")];
  const focused = document.activeElement?.closest<HTMLElement>("[data-message], .say[tabindex]") ?? null;
  const here = focused ? all.indexOf(focused) : -1;
  const onMessage = document.activeElement === focused;
  if (event.altKey || event.isComposing) return;
  if (!event.ctrlKey && !event.metaKey) {
    const inControl = !onMessage && here >= 0;
    const to = inControl &&
        (document.activeElement?.getAttribute("role") === "slider" ||
          document.activeElement instanceof HTMLVideoElement)
      ? undefined
      : event.key === "ArrowUp"
      ? (here < 0 ? all.length - 1 : Math.max(0, here - 1))
      : event.key === "ArrowDown"
      ? (here < 0 ? all.length - 1 : here + 1)
      : event.key === "Home"
      ? 0
      : event.key === "End"
      ? all.length - 1
      : undefined;
    if (to !== undefined) {
      event.preventDefault();
      if (to >= all.length) return focusField();
      all[to]?.focus();
      all[to]?.scrollIntoView({ block: "nearest" });
      return oneTabStop(log);
    }
  }
  if (event.key === "Escape") {
    event.preventDefault();
    return focusField();
  }
  const message = messageOf(focused?.dataset["message"]);
  if (!message || !focused) return;
  if (event.key === "ContextMenu" || (event.shiftKey && event.key === "F10")) {
    event.preventDefault();
    return act.openMessageMenu(message, conversation, focused.querySelector(".b, .keys") ?? focused);
  }
  if (event.ctrlKey || event.metaKey || !onMessage) return;
  if (event.key === "Enter") {
    const main = focused.querySelector<HTMLElement>("[data-main]") ?? focused.querySelector<HTMLElement>("a[href], .q");
    main?.click();
    if (main) event.preventDefault();
  } else if (event.key === "Delete") {
    event.preventDefault();
    act.erase(message);
  } else if (settings.value.keys) {
    const does = { r: act.reply, f: act.forward, c: act.copyText, p: act.togglePin }[event.key.toLowerCase()];
    if (does) {
      event.preventDefault();
      does(message);
    }
  }
}
