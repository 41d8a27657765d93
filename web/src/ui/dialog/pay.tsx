/** To come. */
import type { Conversation } from "../../client/records.ts";

export function Pay(_props: { conversation: Conversation }) {
  return null;
}
