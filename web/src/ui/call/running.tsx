/** To come. */
import type { Conversation } from "../../client/records.ts";
import type { CallTold } from "../state.ts";
import type { Media } from "./call.ts";

export function begin(_conversation: Conversation, _media: Media): void {}
export function hearSignal(_told: CallTold): void {}
