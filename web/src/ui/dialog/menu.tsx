/** Menus: they open at what they belong to, and from below on a phone. Arrows and first letters move, Esc leaves. */
import { signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../parts/parts.tsx";
import { phone } from "../state.ts";

export interface Item {
  readonly icon: string;
  readonly label: string;
  readonly keys?: string;
  readonly flip?: boolean;
  readonly bad?: boolean;
  readonly act: () => void;
}
interface Menu {
  readonly label: string;
  readonly items: readonly (Item | "line")[];
  readonly at: DOMRect;
}

const menu = signal<Menu | undefined>(undefined);

export function openMenu(
  label: string,
  items: readonly (Item | "line")[],
  at: Element | { x: number; y: number },
): void {
  menu.value = { label, items, at: at instanceof Element ? at.getBoundingClientRect() : new DOMRect(at.x, at.y, 0, 0) };
}

export function Menus() {
  return menu.value ? <Open key={menu.value.label} {...menu.value} /> : null;
}

function Open({ label, items, at }: Menu) {
  const ref = useRef<HTMLDivElement>(null);
  const chosen = useRef<(() => void) | undefined>(undefined);
  const before = useRef(document.activeElement as HTMLElement | null);
  useLayoutEffect(() => {
    const box = ref.current!;
    box.showPopover();
    if (!phone.value) place(box, at);
    box.querySelector<HTMLElement>("[role=menuitem]")?.focus();
  }, []);
  const closed = (event: ToggleEvent) => {
    if (event.newState !== "closed") return;
    menu.value = undefined;
    if (chosen.current) chosen.current();
    else before.current?.focus();
  };
  const keys = (event: KeyboardEvent) => {
    const all = [...ref.current!.querySelectorAll<HTMLElement>("[role=menuitem]")];
    const here = all.indexOf(document.activeElement as HTMLElement);
    const to = event.key === "ArrowDown"
      ? (here + 1) % all.length
      : event.key === "ArrowUp"
      ? (here - 1 + all.length) % all.length
      : event.key === "Home"
      ? 0
      : event.key === "End"
      ? all.length - 1
      : event.key.length === 1 && !event.ctrlKey && !event.metaKey
      ? all.findIndex((one, index) =>
        index !== here && one.textContent!.toLocaleLowerCase().startsWith(event.key.toLocaleLowerCase())
      )
      : -1;
    if (event.key === "Tab") ref.current!.hidePopover();
    if (event.key === "Tab" || to >= 0) event.preventDefault();
    event.stopPropagation();
    all[to]?.focus();
  };
  return (
    <div
      ref={ref}
      class="menu floating"
      popover="auto"
      role="menu"
      aria-label={label}
      onToggle={closed}
      onKeyDown={keys}
    >
      {items.map((item, index) =>
        item === "line" ? <hr key={index} role="separator" /> : (
          <button
            key={index}
            type="button"
            role="menuitem"
            tabIndex={-1}
            class={item.bad ? "bad" : undefined}
            onClick={() => {
              chosen.current = item.act;
              before.current?.focus();
              ref.current!.hidePopover();
            }}
          >
            <Icon name={item.icon} {...(item.flip ? { flip: true } : {})} />
            <span class="cut">{item.label}</span>
            {item.keys && <kbd aria-hidden="true">{item.keys}</kbd>}
          </button>
        )
      )}
    </div>
  );
}

/** Below what it belongs to, or above it where there is no room; inside the window. */
function place(box: HTMLElement, at: DOMRect): void {
  const { width, height } = box.getBoundingClientRect();
  const rightToLeft = document.documentElement.dir === "rtl";
  const wanted = rightToLeft ? at.right - width : at.left;
  const left = Math.max(8, Math.min(wanted, innerWidth - width - 8));
  const below = at.bottom + 4;
  const top = below + height <= innerHeight - 8
    ? below
    : Math.max(8, Math.min(at.top - height - 4, innerHeight - height - 8));
  box.style.left = `${left}px`;
  box.style.top = `${top}px`;
}
