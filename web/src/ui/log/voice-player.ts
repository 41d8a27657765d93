/** Plays voice messages: one at a time, and on while one moves about. */
import { signal } from "@preact/signals";
import type { Message } from "../../client/records.ts";
import { client } from "../state.ts";
import { addressOf } from "./bytes.ts";

export interface Playing {
  readonly message: string;
  readonly state: "loading" | "playing" | "paused";
  /** 0 to 1. */
  readonly at: number;
}

export const playing = signal<Playing | undefined>(undefined);
export const speed = signal(1);
const SPEEDS = [1, 1.5, 2];
let audio: HTMLAudioElement | undefined;

function player(): HTMLAudioElement {
  if (audio) return audio;
  const made = new Audio();
  const seconds = () => Number.isFinite(made.duration) && made.duration > 0 ? made.duration : length;
  const tell = (state: Playing["state"]) => {
    if (playing.value) playing.value = { ...playing.value, state, at: Math.min(1, made.currentTime / seconds()) };
  };
  made.ontimeupdate = () => tell(made.paused ? "paused" : "playing");
  made.onplay = () => tell("playing");
  made.onpause = () => tell("paused");
  made.onended = () => (playing.value = undefined);
  made.onerror = () => (playing.value = undefined);
  audio = made;
  return made;
}

/** Recorded sound often doesn't know how long it is; the message does. */
let length = 1;

export async function toggle(message: Message, duration: number): Promise<void> {
  const sound = player();
  if (playing.value?.message === message.id) {
    if (sound.paused) await sound.play().catch(() => {});
    else sound.pause();
    return;
  }
  sound.pause();
  length = Math.max(0.1, duration / 1000);
  playing.value = { message: message.id, state: "loading", at: 0 };
  const address = await addressOf(message.id);
  if (playing.value?.message !== message.id) return;
  if (!address) {
    playing.value = undefined;
    return;
  }
  sound.src = address;
  sound.playbackRate = speed.value;
  await sound.play().catch(() => (playing.value = undefined));
  if (!message.mine) client().heard(message.id).catch(() => {});
}

export function seek(to: number): void {
  if (!audio || !playing.value) return;
  audio.currentTime = Math.max(0, Math.min(1, to)) * length;
}

export function faster(): void {
  speed.value = SPEEDS[(SPEEDS.indexOf(speed.value) + 1) % SPEEDS.length]!;
  if (audio) audio.playbackRate = speed.value;
}
