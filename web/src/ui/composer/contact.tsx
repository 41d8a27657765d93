/** To come. */
import type { Conversation } from "../../client/records.ts";

export function ChooseContact(_props: { conversation: Conversation }) {
  return null;
}
