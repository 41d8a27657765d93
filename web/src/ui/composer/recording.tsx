/** To come. */
import type { Conversation } from "../../client/records.ts";

export function Recording(_props: { conversation: Conversation; onDone: () => void }) {
  return null;
}
