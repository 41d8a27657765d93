/** Cards and buttons of bots. A bot's colour is only a dot: it may not choose our contrast. */
import type { ComponentChildren } from "preact";
import type { Button, Content, Message } from "../../client/records.ts";
import { Hidden, Icon } from "../parts/parts.tsx";
import { line, plain } from "../text.ts";
import { say } from "../words/words.ts";
import { leads, press } from "./press.ts";

type CardContent = Extract<Content, { kind: "card" }>;
const MOST = 6;

export function Card({ message, content, meta }: { message: Message; content: CardContent; meta: ComponentChildren }) {
  const buttons: readonly Button[] = content.buttons.length > 0
    ? content.buttons
    : content.action
    ? [{ label: say("open"), color: "", action: content.action }]
    : [];
  return (
    <>
      {content.cover && (
        <span class="pic cover21">
          <img class="fillimg" src={content.cover} alt="" loading="lazy" />
        </span>
      )}
      <div class="in1 low row1">
        {content.icon && !content.cover && (
          <span class="av sq s40" aria-hidden="true">
            <img class="pic" src={content.icon} alt="" loading="lazy" />
          </span>
        )}
        <span class="grow">
          <p class="t" dir="auto">{line(content.title)}</p>
          <p class="d words" dir="auto">{plain(content.description)}</p>
        </span>
      </div>
      <div class="pad">
        <span class="meta">{meta}</span>
      </div>
      {buttons.length > 0 && (
        <div class={"foot" + (buttons.length > 3 ? " many" : "")}>
          {buttons.slice(0, MOST).map((button, at) => (
            <Pressed key={at} message={message} button={button} main={at === 0} />
          ))}
        </div>
      )}
    </>
  );
}

export function Buttons({ message, buttons }: { message: Message; buttons: readonly Button[] }) {
  return (
    <div class="keys">
      {buttons.slice(0, 24).map((button, at) => (
        <Pressed key={at} message={message} button={button} main={at === 0} dot width={widthOf(buttons)} />
      ))}
    </div>
  );
}

/** Short labels stand in threes, normal ones in pairs, long ones alone. */
export function widthOf(buttons: readonly Button[]): string {
  const longest = Math.max(...buttons.map((one) => line(one.label).length));
  return longest > 22 || buttons.length === 1 ? "w6" : longest <= 8 && buttons.length % 3 === 0 ? "w2" : "";
}

function Pressed({ message, button, main, dot, width }: {
  message: Message;
  button: Button;
  main: boolean;
  dot?: boolean;
  width?: string;
}) {
  const to = leads(button.action);
  return (
    <button
      type="button"
      class={width || undefined}
      data-main={main ? "" : undefined}
      title={to.to === "page" ? to.host : undefined}
      onClick={() => press(message, button)}
    >
      {dot && (
        <span
          class="sw1"
          ref={(element) => {
            if (element) element.style.background = /^#[0-9a-f]{6}$/i.test(button.color) ? button.color : "var(--edge)";
          }}
        />
      )}
      <span class="clamp" dir="auto">{line(button.label)}</span>
      {to.to === "page" && (
        <>
          <Icon name="link" />
          <Hidden>{say("opensHost", { host: to.host })}</Hidden>
        </>
      )}
    </button>
  );
}
