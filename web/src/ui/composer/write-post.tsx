/** To come. */
import type { Conversation } from "../../client/records.ts";

export function WritePost(_props: { conversation: Conversation }) {
  return null;
}
