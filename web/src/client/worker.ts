/** The worker: it owns the socket, the keys and the store. */
import type { FromWorker } from "./records.ts";

export function tell(said: FromWorker): void {
  self.postMessage(said);
}
