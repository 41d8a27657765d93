/** Has the browser keep the page's files, so that it opens without a network. Without it, everything else works. */
import { trustedScript } from "./trusted.ts";

export function keepForOffline(): void {
  navigator.serviceWorker?.register(trustedScript("/offline.js"), { updateViaCache: "none" }).catch(() => {
    // A private window may refuse it.
  });
}
