/** The worker of a tab: answers the page's calls, itself or by the worker of another tab that owns the store. */
import { Store } from "../store/store.ts";
import { Client } from "./client.ts";
import { failureOf } from "./failed.ts";
import type { Asked, FromWorker } from "./records.ts";
import type { Surroundings } from "./surroundings.ts";
import { Tabs } from "./tabs.ts";

declare const self: DedicatedWorkerGlobalScope;

function tellPage(said: FromWorker): void {
  self.postMessage(said);
}

async function surroundings(): Promise<Surroundings> {
  const origin = self.origin;
  return {
    origin,
    blaze: origin.replace(/^http/, "ws") + "/",
    fetch: (input, init) => self.fetch(input, init),
    dial: (address, protocol) => new WebSocket(address, protocol),
    store: await Store.open("hearth"),
    deviceName: deviceName(self.navigator.userAgent),
    estimate: async () => {
      const { usage = 0 } = await self.navigator.storage.estimate();
      return { used: usage, persisted: await self.navigator.storage.persisted() };
    },
    // Only a page may ask the browser to keep what is stored.
    persist: () => Promise.resolve(),
  };
}

/** As people call it, such as "Firefox on Linux". */
function deviceName(agent: string): string {
  const browser = /Edg\//.test(agent)
    ? "Edge"
    : /Firefox\//.test(agent)
    ? "Firefox"
    : /Chrome\//.test(agent)
    ? "Chrome"
    : /Safari\//.test(agent)
    ? "Safari"
    : "Browser";
  const system = /Android/.test(agent)
    ? "Android"
    : /iPhone|iPad/.test(agent)
    ? "iOS"
    : /Windows/.test(agent)
    ? "Windows"
    : /Mac OS/.test(agent)
    ? "macOS"
    : /Linux/.test(agent)
    ? "Linux"
    : "";
  return system === "" ? browser : browser + " on " + system;
}

function start(): void {
  if (self.navigator.locks === undefined || self.crypto.subtle === undefined) {
    // Without a secure context, as over http from another machine, there are no keys that can't be read.
    self.onmessage = ({ data }: MessageEvent<Asked>) => tellPage({ answer: data.id, failure: { code: "unsupported" } });
    return;
  }
  const tabs = new Tabs(
    new BroadcastChannel("hearth-1"),
    (name, work) => void self.navigator.locks.request(name, work),
    async (tell) => {
      const client = await Client.open(await surroundings(), tell);
      self.addEventListener("online", () => client.tryNow());
      return client;
    },
    tellPage,
  );
  self.onmessage = ({ data }: MessageEvent<Asked>) => {
    void tabs.ask(data).then(
      (outcome) => tellPage({ answer: data.id, ...outcome }),
      (e) => tellPage({ answer: data.id, failure: failureOf(e) }),
    );
  };
}

start();
