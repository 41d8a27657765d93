/** Small parts that every screen uses: icons, pictures of people, buttons, switches, names. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { phone } from "../state.ts";
import { initials, line, tone } from "../text.ts";
import { type Key, number, pattern, say, type Values } from "../words/words.ts";

export function Icon({ name, size, flip, more }: { name: string; size?: 16 | 24; flip?: boolean; more?: string }) {
  const classes = "i" + (size ? " i" + size : "") + (flip ? " flip" : "") + (more ? " " + more : "");
  return (
    <svg class={classes} aria-hidden="true" focusable="false">
      <use href={"#i-" + name} />
    </svg>
  );
}

interface Pictured {
  readonly id: string;
  readonly name: string;
  readonly picture?: string | undefined;
  readonly square?: boolean | undefined;
  readonly size?: 24 | 28 | 32 | 36 | 40 | 56 | 72 | 96;
  readonly icon?: string;
}

/** People are round, groups and bots square. A picture that can't be loaded gives way to initials. */
export function Avatar({ id, name, picture, square, size, icon }: Pictured) {
  const [broken, setBroken] = useState("");
  const shown = picture && picture !== broken ? picture : undefined;
  return (
    <span
      class={"av" + (square ? " sq" : "") + (size ? " s" + size : "") + (shown ? "" : " t" + tone(id))}
      aria-hidden="true"
    >
      {shown
        ? <img class="pic" src={shown} alt="" loading="lazy" decoding="async" onError={() => setBroken(shown)} />
        : icon
        ? <Icon name={icon} />
        : initials(name)}
    </span>
  );
}

/** A name among other words: its direction is its own. */
export function Name({ of }: { of: string }) {
  return <bdi>{line(of)}</bdi>;
}

/** A sentence whose places are filled with elements, such as names of their own direction. */
export function Sentence({ of, n, ...with_ }: { of: Key; n?: number; [name: string]: ComponentChildren }) {
  const values: Values = n === undefined ? {} : { n };
  const parts = pattern(of, values).split(/\{(\w+)\}/);
  return <>{parts.map((part, at) => at % 2 === 0 ? part : part === "n" && n !== undefined ? number(n) : with_[part])}
  </>;
}

interface ButtonProps {
  readonly icon: string;
  readonly label: string;
  readonly onClick?: (event: MouseEvent) => void;
  readonly size?: 16 | 24;
  readonly flip?: boolean;
  readonly more?: string;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly popup?: "menu" | "dialog" | "listbox";
  readonly disabled?: boolean;
  readonly tabIndex?: number;
}

/** A button that is an icon. */
export function IconButton(
  { icon, label, onClick, size, flip, more, pressed, expanded, popup, disabled, tabIndex }: ButtonProps,
) {
  return (
    <button
      type="button"
      class={"ib" + (more ? " " + more : "")}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      aria-expanded={expanded}
      aria-haspopup={popup}
      disabled={disabled}
      tabIndex={tabIndex}
      onClick={onClick}
    >
      <Icon name={icon} {...(size ? { size } : {})} {...(flip ? { flip } : {})} />
    </button>
  );
}

export function IconLink(
  { icon, label, href, flip, more }: { icon: string; label: string; href: string; flip?: boolean; more?: string },
) {
  return (
    <a class={"ib" + (more ? " " + more : "")} href={href} aria-label={label} title={label}>
      <Icon name={icon} {...(flip ? { flip } : {})} />
    </a>
  );
}

/** Turns to "busy" while what it starts goes on. */
export function Button(
  { children, kind, onClick, disabled, type, autoFocus, more }: {
    children: ComponentChildren;
    kind?: string;
    onClick?: () => unknown;
    disabled?: boolean;
    type?: "button" | "submit";
    autoFocus?: boolean;
    more?: string;
  },
) {
  const [busy, setBusy] = useState(false);
  const press = () => {
    const going = onClick?.();
    if (going instanceof Promise) {
      setBusy(true);
      going.finally(() => setBusy(false)).catch(() => {});
    }
  };
  return (
    <button
      type={type ?? "button"}
      class={"btn" + (kind ? " " + kind : "") + (more ? " " + more : "")}
      disabled={disabled || busy}
      aria-busy={busy}
      data-first={autoFocus}
      onClick={onClick ? press : undefined}
    >
      {busy && <Icon name="retry" size={16} more="spin late" />}
      {children}
    </button>
  );
}

export function Switch(
  { on, label, by, onChange }: { on: boolean; label?: string; by?: string; onChange: (on: boolean) => void },
) {
  return (
    <button
      type="button"
      class="sw"
      role="switch"
      aria-checked={on}
      aria-label={label}
      aria-labelledby={by}
      onClick={() => onChange(!on)}
    />
  );
}

/** One of a few, as a row of words: arrows move, as in any group of radio buttons. */
export function Choice<T extends string>(
  { label, of, chosen, onChange }: {
    label: string;
    of: readonly (readonly [T, string])[];
    chosen: T;
    onChange: (value: T) => void;
  },
) {
  const move = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" || event.key === "ArrowDown"
      ? 1
      : event.key === "ArrowLeft" || event.key === "ArrowUp"
      ? -1
      : 0;
    if (!step) return;
    event.preventDefault();
    const at = of.findIndex(([value]) => value === chosen);
    const next = (at + step + of.length) % of.length;
    onChange(of[next]![0]);
    (event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("[role=radio]")[next]?.focus();
  };
  return (
    <div class="seg" role="radiogroup" aria-label={label} onKeyDown={move}>
      {of.map(([value, words]) => (
        <button
          type="button"
          role="radio"
          key={value}
          aria-checked={value === chosen}
          tabIndex={value === chosen ? 0 : -1}
          onClick={() => onChange(value)}
        >
          {words}
        </button>
      ))}
    </div>
  );
}

/** Hidden text, for those who listen. */
export function Hidden({ children }: { children: ComponentChildren }) {
  return <span class="vh">{children}</span>;
}

/** The title of a pane: the page's first heading where a phone shows nothing else. */
export function PaneTitle({ children, look }: { children: ComponentChildren; look?: string }) {
  const Title = (phone.value ? "h1" : "h2") as "h1";
  return <Title class={look}>{children}</Title>;
}

/** A heading in a pane, one level below its title. */
export function Label({ children }: { children: ComponentChildren }) {
  const Title = (phone.value ? "h2" : "h3") as "h3";
  return <Title class="lab">{children}</Title>;
}

/** A head of a pane with a way back. */
export function Head({ title, back, onBack }: { title: string; back?: string; onBack: () => void }) {
  return (
    <header class="head tight">
      <IconButton icon="back" label={back ?? say("back")} flip onClick={onBack} />
      <PaneTitle look="grow cut">{title}</PaneTitle>
    </header>
  );
}
