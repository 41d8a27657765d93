/** Recording a voice message: the time, a living wave; send, or cancel. Esc cancels, Enter sends. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Conversation } from "../../client/records.ts";
import { notify } from "../dialog/toast.tsx";
import { bars, path } from "../log/wave.ts";
import { Button, IconButton } from "../parts/parts.tsx";
import { length } from "../dates.ts";
import { say } from "../words/words.ts";
import { send } from "./send.tsx";

const SAMPLE = 100;
const LONGEST = 10 * 60_000;
const SHORTEST = 500;
const KEPT = 64;
const TYPES = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];

export function Recording({ conversation, onDone }: { conversation: Conversation; onDone: () => void }) {
  const milliseconds = useSignal(0);
  const samples = useSignal<readonly number[]>([]);
  const stop = useRef<((keep: boolean) => void) | undefined>(undefined);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let over = false;
    const finish = () => {
      if (over) return;
      over = true;
      onDone();
      document.getElementById("write")?.focus();
    };
    record((loudness, time) => {
      samples.value = [...samples.value, loudness];
      milliseconds.value = time;
      if (time >= LONGEST) stop.current?.(true);
    }).then((recorder) => {
      if (over) return recorder.stop();
      stop.current = async (keep) => {
        const blob = await recorder.stop();
        const duration = milliseconds.value;
        const wave = bars(samples.value, KEPT);
        finish();
        if (keep && duration >= SHORTEST) {
          send(conversation, { kind: "voice", blob, duration, wave: leveled(wave) }, () => {});
        }
      };
      box.current?.querySelector<HTMLElement>(".go")?.focus();
    }, () => {
      notify(say("microphoneRefused"));
      finish();
    });
    return () => {
      over = true;
      stop.current?.(false);
    };
  }, []);

  const live = samples.value.slice(-46);
  return (
    <div
      class="rec"
      ref={box}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        stop.current?.(false);
      }}
    >
      <span class="live" aria-hidden="true" />
      <span class="num" role="timer" aria-label={say("recording", { length: length(milliseconds.value) })}>
        {length(milliseconds.value)}
      </span>
      <span class="grow">
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
          <path class="on" stroke="currentColor" d={path(live, 0, live.length)} />
        </svg>
      </span>
      <Button kind="text" onClick={() => (stop.current ? stop.current(false) : onDone())}>{say("cancel")}</Button>
      <IconButton icon="up" label={say("send")} more="go" onClick={() => stop.current?.(true)} />
    </div>
  );
}

/** The loudest part fills the height. */
function leveled(wave: readonly number[]): readonly number[] {
  const loudest = Math.max(...wave, 0.05);
  return wave.map((one) => Math.round(one / loudest * 100) / 100);
}

interface Recorder {
  stop(): Promise<Blob>;
}

async function record(heard: (loudness: number, time: number) => void): Promise<Recorder> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: true, noiseSuppression: true },
  });
  const type = TYPES.find((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(stream, { ...(type ? { mimeType: type } : {}), audioBitsPerSecond: 32_000 });
  const parts: Blob[] = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const context = new AudioContext();
  const ear = context.createAnalyser();
  ear.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(ear);
  const values = new Uint8Array(ear.fftSize);
  const begun = performance.now();
  const timer = setInterval(() => {
    ear.getByteTimeDomainData(values);
    const power = values.reduce((sum, one) => sum + ((one - 128) / 128) ** 2, 0) / values.length;
    heard(Math.min(1, Math.sqrt(power) * 3), performance.now() - begun);
  }, SAMPLE);
  recorder.start(1_000);
  return {
    stop: () =>
      new Promise((done) => {
        clearInterval(timer);
        const end = () => {
          stream.getTracks().forEach((track) => track.stop());
          context.close().catch(() => {});
          done(new Blob(parts, { type: (recorder.mimeType || "audio/ogg").split(";")[0]! }));
        };
        if (recorder.state === "inactive") return end();
        recorder.onstop = end;
        recorder.stop();
      }),
  };
}
