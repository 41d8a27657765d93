/** Stickers and emoji, above the field. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Album, Conversation } from "../../client/records.ts";
import { openMenu } from "../dialog/menu.tsx";
import { trying } from "../dialog/toast.tsx";
import { client } from "../state.ts";
import { line } from "../text.ts";
import { say } from "../words/words.ts";
import { send } from "./send.tsx";

const EMOJI = [
  ..."😀😄😁😂🤣😊🙂😉😍🥰😘😋😜🤔🤨😐🙄😏😴🤒😎🥳😕😟😢😭😤😡🤯😱🤗🙈👍👎👌✌🤞👏🙌🙏💪👋❤🧡💛💚💙💜🖤💔💯✨🔥🎉🎂🎁🌸🌞🌙⭐☔❄🌱🍞🥐🥖🍎🍐🍓🍕🍰☕🍵🍷🍺🚗🚲✈🏠📎📌📷💡🔑⏰✅❌❓❗",
];

export function Panel({ conversation, onEmoji, onClose }: {
  conversation: Conversation;
  onEmoji: (emoji: string) => void;
  onClose: () => void;
}) {
  const shown = useSignal<string>("emoji");
  const albums = useSignal<readonly Album[]>([]);
  const box = useRef<HTMLDivElement>(null);
  const load = () => client().albums().then((all) => (albums.value = all), () => {});
  useEffect(() => {
    load();
    box.current?.querySelector<HTMLElement>("[role=tab]")?.focus();
    const away = (event: PointerEvent) => {
      const target = event.target as Element;
      if (!box.current?.contains(target) && !target.closest(".composer, [popover]")) onClose();
    };
    addEventListener("pointerdown", away);
    return () => removeEventListener("pointerdown", away);
  }, []);
  const tabs: readonly (readonly [string, string])[] = [
    ["emoji", say("emoji")],
    ...albums.value.map((one) => [one.id, one.mine ? say("favourites") : line(one.name)] as const),
  ];
  if (albums.value.length === 0) (tabs as [string, string][]).push(["none", say("stickers")]);
  const album = albums.value.find((one) => one.id === shown.value);
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      return onClose();
    }
    const inTabs = (event.target as Element).closest("[role=tablist]");
    const all = [...box.current!.querySelectorAll<HTMLElement>(inTabs ? "[role=tab]" : ".cells button")];
    const here = all.indexOf(document.activeElement as HTMLElement);
    const across = inTabs ? 1 : columns(all);
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across }[event.key];
    if (here < 0 || step === undefined) return;
    event.preventDefault();
    if (inTabs && event.key === "ArrowDown") return box.current!.querySelector<HTMLElement>(".cells button")?.focus();
    const to = all[here + step];
    if (to) {
      to.focus();
      if (inTabs) to.click();
    }
  };
  return (
    <div class="menu pop panel" role="dialog" aria-label={say("stickersAndEmoji")} ref={box} onKeyDown={keys}>
      <div class="circles" role="tablist" aria-label={say("stickersAndEmoji")}>
        {tabs.map(([id, name]) => (
          <button
            type="button"
            role="tab"
            key={id}
            aria-selected={shown.value === id}
            tabIndex={shown.value === id ? 0 : -1}
            onClick={() => (shown.value = id)}
          >
            <bdi>{name}</bdi>
          </button>
        ))}
      </div>
      {shown.value === "emoji" && (
        <div class="cells" role="tabpanel" aria-label={say("emoji")}>
          {EMOJI.map((one) => (
            <button type="button" key={one} onClick={() => onEmoji(one)}>
              {one}
            </button>
          ))}
        </div>
      )}
      {album && (
        <div class="cells stickers" role="tabpanel" aria-label={line(album.name)}>
          {album.stickers.map((one) => (
            <button
              type="button"
              key={one.id}
              aria-label={line(one.name) || say("sticker")}
              onClick={() => {
                onClose();
                send(conversation, { kind: "sticker", sticker: one.id }, () => {});
              }}
              onContextMenu={(event) => {
                if (!album.mine) return;
                event.preventDefault();
                openMenu(say("sticker"), [{
                  icon: "trash",
                  label: say("removeSticker"),
                  bad: true,
                  act: () => trying(client().removeSticker(one.id)).then(load),
                }], event.currentTarget);
              }}
            >
              <img src={one.picture} alt="" loading="lazy" />
            </button>
          ))}
          {album.stickers.length === 0 && <p class="say spaced">{say("noStickers")}</p>}
        </div>
      )}
      {shown.value === "none" && <p class="say spaced">{say("noStickers")}</p>}
    </div>
  );
}

/** How many cells stand in a row, as they are laid out. */
function columns(cells: readonly HTMLElement[]): number {
  const top = cells[0]?.offsetTop;
  const next = cells.findIndex((one) => one.offsetTop !== top);
  return next < 1 ? 1 : next;
}
