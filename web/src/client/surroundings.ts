/** What the client needs of the browser: handed in, so that tests and other programs can hand in their own. */
import type { Store } from "../store/store.ts";
import type { Dial } from "./blazeSocket.ts";

export interface Surroundings {
  /** Of the server, such as `https://chat.example.org`. */
  readonly origin: string;
  /** The address of Blaze, such as `wss://chat.example.org/`. */
  readonly blaze: string;
  readonly fetch: typeof globalThis.fetch;
  readonly dial: Dial;
  readonly store: Store;
  /** Of this device, for people who look at the list of their devices: "Firefox on Linux". */
  readonly deviceName: string;
  readonly estimate: () => Promise<{ readonly used: number; readonly persisted: boolean }>;
  /** Asks the browser not to clear what is stored. */
  readonly persist: () => Promise<void>;
}
