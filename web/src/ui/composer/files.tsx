/** To come. */
import type { Conversation } from "../../client/records.ts";

export function Files(_props: { conversation: Conversation; files: readonly File[]; asFiles: boolean }) {
  return null;
}
