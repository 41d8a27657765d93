/** Dialogs: one over the other, each holds the focus; Esc and a press beside it leave, and the focus returns. */
import { signal } from "@preact/signals";
import type { ComponentChild, ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { IconButton } from "../parts/parts.tsx";
import { say } from "../words/words.ts";

interface Opened {
  readonly key: number;
  readonly node: ComponentChild;
}

const MOST = 8;
const opened = signal<readonly Opened[]>([]);
let last = 0;

export function openDialog(node: ComponentChild): void {
  opened.value = [...opened.value, { key: ++last, node }].slice(-MOST);
}

/** Closes the topmost dialog. */
export function closeDialog(): void {
  opened.value = opened.value.slice(0, -1);
}

export function closeAllDialogs(): void {
  opened.value = [];
}

export function dialogIsOpen(): boolean {
  return opened.value.length > 0;
}

export function Dialogs() {
  return <>{opened.value.map(({ key, node }) => <div class="layer" key={key}>{node}</div>)}</>;
}

interface DialogProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** Without a head, the title is only heard. */
  readonly head?: "shown" | "plain" | "heard";
  readonly risky?: boolean;
  readonly wide?: boolean;
  readonly look?: string;
  readonly onClose?: () => void;
}

export function Dialog({ title, children, head = "shown", risky, wide, look, onClose }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const gone = useRef(false);
  const id = useId();
  const close = onClose ?? closeDialog;
  useEffect(() => {
    const dialog = ref.current!;
    dialog.showModal();
    // The focus goes to what is marked as first, else to the first control that isn't the cross.
    const first = dialog.querySelector<HTMLElement>("[data-first=true]") ??
      dialog.querySelector<HTMLElement>("input, textarea, select, .btn, button:not(.ib), a[href]");
    first?.focus();
    return () => {
      gone.current = true;
      dialog.close();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      class={"over" + (look ? " " + look : "")}
      role={risky ? "alertdialog" : undefined}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        if (event.target === ref.current) close();
      }}
      // A browser may close it by itself, at the second Esc.
      onClose={() => gone.current || close()}
      onClick={(event) => event.target === ref.current && close()}
    >
      {look && head === "heard"
        ? (
          <>
            <h2 class="vh" id={id}>{title}</h2>
            {children}
          </>
        )
        : (
          <div class={"dlg" + (wide ? " wide" : "")}>
            {head === "shown"
              ? (
                <div class="dlghead">
                  <h2 id={id} dir="auto">{title}</h2>
                  <IconButton icon="x" label={say("close")} onClick={close} />
                </div>
              )
              : <h2 id={id} dir="auto" class={head === "heard" ? "vh" : undefined}>{title}</h2>}
            {children}
          </div>
        )}
    </dialog>
  );
}
