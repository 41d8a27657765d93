/** A voice message: play, wave, place and length, speed. */
import type { ComponentChildren } from "preact";
import type { Content, Message } from "../../client/records.ts";
import { Hidden, Icon } from "../parts/parts.tsx";
import { length } from "../dates.ts";
import { number, say } from "../words/words.ts";
import { faster, playing, seek, speed, toggle } from "./voice-player.ts";
import { bars, path } from "./wave.ts";

type VoiceContent = Extract<Content, { kind: "voice" }>;

export function Voice(
  { message, content, meta }: { message: Message; content: VoiceContent; meta: ComponentChildren },
) {
  const mine = playing.value?.message === message.id ? playing.value : undefined;
  const at = mine?.at ?? 0;
  const total = length(content.duration);
  const unheard = !content.heard && !message.mine;
  return (
    <>
      <div class="voice">
        <button
          type="button"
          class="play"
          data-main
          disabled={content.file.state === "gone"}
          aria-label={mine?.state === "playing" ? say("pause") : say("playVoice", { length: total })}
          onClick={() => toggle(message, content.duration)}
        >
          <Icon
            name={mine?.state === "playing" ? "pause" : mine?.state === "loading" ? "retry" : "play"}
            {...(mine?.state === "loading" ? { more: "spin" } : {})}
          />
        </button>
        <span class="grow">
          <Wave samples={content.wave} at={at} seconds={content.duration / 1000} {...(mine ? { onSeek: seek } : {})} />
          <span class="d">
            <span>{mine ? `${length(at * content.duration)} / ${total}` : total}</span>
            {unheard && (
              <>
                <span class="dot" aria-hidden="true" />
                <Hidden>{say("unheard")}</Hidden>
              </>
            )}
          </span>
        </span>
        <button type="button" class="speed" aria-label={say("speed", { n: speed.value })} onClick={faster}>
          {number(speed.value)}×
        </button>
      </div>
      <span class="meta">{meta}</span>
    </>
  );
}

const STEP = 5;

/** The wave; a slider while it plays. */
export function Wave({ samples, at, seconds, onSeek }: {
  samples: readonly number[];
  at: number;
  seconds: number;
  onSeek?: (to: number) => void;
}) {
  const heights = bars(samples);
  const played = Math.round(at * heights.length);
  const drawn = (
    <svg
      class="wave"
      viewBox="0 0 184 28"
      preserveAspectRatio="none"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      stroke-width="2.25"
      stroke-linecap="round"
    >
      <path class="on" stroke="currentColor" d={path(heights, 0, played)} />
      <path d={path(heights, played, heights.length)} />
    </svg>
  );
  if (!onSeek) return drawn;
  const press = (event: MouseEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    onSeek((event.clientX - box.left) / box.width);
  };
  const keys = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    onSeek(at + step * STEP / seconds);
  };
  return (
    <span
      class="seek"
      role="slider"
      tabIndex={0}
      aria-label={say("position")}
      aria-valuemin={0}
      aria-valuemax={Math.round(seconds)}
      aria-valuenow={Math.round(at * seconds)}
      aria-valuetext={say("positionOf", { at: Math.round(at * seconds), n: Math.round(seconds) })}
      onClick={press}
      onKeyDown={keys}
    >
      {drawn}
    </span>
  );
}
