/** The keyboard: shortcuts that work anywhere, and how a key is called on this machine. */
import { dialogIsOpen, openDialog } from "./dialog/dialog.tsx";
import { keyTable } from "./dialog/key-table.tsx";
import { detailsWanted, go, inOrder, isMuted, route, settings, wide } from "./state.ts";
import { say } from "./words/words.ts";

const mac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

export function searchKeys(): string {
  return mac ? "⌘ K" : say("searchKeys");
}

/** The control key of this machine, in front of another. */
export function control(key: string): string {
  return mac ? "⌘ " + key : say("searchKeys").replace("K", key);
}

export function openKeyTable(): void {
  openDialog(keyTable());
}

/** Whether somebody writes here, so that letters are letters. */
export function writes(target: EventTarget | null): boolean {
  return target instanceof HTMLElement &&
    (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement ||
      (target instanceof HTMLInputElement && !["checkbox", "radio", "button", "file", "range"].includes(target.type)));
}

export function focusField(): void {
  document.querySelector<HTMLElement>("#write")?.focus();
}

/** Leads from the list to the newest message. */
export function focusMessages(): void {
  const last = [...document.querySelectorAll<HTMLElement>(".log [data-message]")].at(-1);
  (last ?? document.querySelector<HTMLElement>("#write"))?.focus();
}

/** Opens or closes the third pane: beside the conversation where there is room, over it elsewhere. */
export function toggleDetails(): void {
  if (!route.value.conversation) return;
  if (wide.value) {
    detailsWanted.value = !detailsWanted.value;
    if (route.value.side) go({ side: false }, "instead");
  } else go({ side: !route.value.side, mode: "list" });
}

function step(by: 1 | -1, which: "any" | "unread"): void {
  const all = inOrder.value;
  if (all.length === 0) return;
  const here = all.findIndex((one) => one.id === route.value.conversation);
  for (let tried = 1; tried <= all.length; tried++) {
    const next = all[((here < 0 && by < 0 ? 0 : here) + by * tried + all.length * 2) % all.length]!;
    if (which === "any" || (next.unread > 0 && !isMuted(next, Date.now()))) {
      go({ conversation: next.id, mode: "list", side: false });
      return;
    }
  }
}

const PANES = [
  "[data-pane=list] a[tabindex='0'], .list .find, .list input",
  "#write, .main .log, .main a, .main button",
  ".side .scroll",
];

function nextPane(by: 1 | -1): void {
  const panes = PANES.map((one) =>
    [...document.querySelectorAll<HTMLElement>(one)].find((element) => element.offsetParent !== null)
  );
  const roots = [".list", ".main", ".side"];
  const here = roots.findIndex((one) => document.activeElement?.closest(one));
  for (let tried = 1; tried <= 3; tried++) {
    const to = panes[(here + by * tried + 6) % 3];
    if (to) return to.focus();
  }
}

/** Shortcuts for the whole page. */
export function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const command = mac ? event.metaKey : event.ctrlKey;
  if (dialogIsOpen()) return;
  if (command && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    go({ mode: "search" });
  } else if (command && event.key === ".") {
    event.preventDefault();
    toggleDetails();
  } else if (
    command && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "u" && route.value.conversation
  ) {
    event.preventDefault();
    document.querySelector<HTMLElement>("[data-attach]")?.click();
  } else if (event.altKey && !command && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1, event.shiftKey ? "unread" : "any");
  } else if (event.key === "F6") {
    event.preventDefault();
    nextPane(event.shiftKey ? -1 : 1);
  } else if (event.key === "Escape") escape(event);
  else if (writes(event.target) || command || event.altKey || event.key.length !== 1) return;
  else if (event.key === "?" && settings.value.keys) openKeyTable();
  else if (settings.value.keys && letter(event)) event.preventDefault();
  else if (!(event.target as HTMLElement).closest("button, a, [role=button], audio, video") || !/\s/.test(event.key)) {
    typeIntoField(event);
  }
}

/** Letters act only where the list or a message has the focus; a message takes its own. */
function letter(event: KeyboardEvent): boolean {
  if (event.key.toLowerCase() === "n" && document.activeElement?.closest(".list")) {
    go({ mode: "new" });
    return true;
  }
  return false;
}

function typeIntoField(event: KeyboardEvent): void {
  if (document.activeElement?.closest(".list, .side, [role=menu]") || !route.value.conversation || event.key === " ") {
    return;
  }
  focusField();
}

function escape(event: KeyboardEvent): void {
  if (route.value.mode !== "list") go({ mode: "list" });
  else if (route.value.side) go({ side: false });
  else if (!writes(event.target) && route.value.conversation) focusField();
}
