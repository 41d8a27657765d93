/** To come. */
import type { Conversation } from "../../client/records.ts";

export function Panel(_props: { conversation: Conversation; onEmoji: (emoji: string) => void; onClose: () => void }) {
  return null;
}
