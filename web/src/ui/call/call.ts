/** Calls between two. Their code is loaded with the first one, made or received. */
import type { Conversation } from "../../client/records.ts";
import { type CallTold, listeners } from "../state.ts";

export type Media = "sound" | "picture";

const running = () => import("./running.tsx");

export async function callPeer(conversation: Conversation, media: Media): Promise<void> {
  (await running()).begin(conversation, media);
}

export function followCalls(): void {
  listeners.call = async (told: CallTold) => (await running()).hearSignal(told);
}
