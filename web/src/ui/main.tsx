/** The page: it starts the worker, shows what the worker tells, and follows the address. */
import { effect } from "@preact/signals";
import { render } from "preact";
import type { Told } from "../client/records.ts";
import { App } from "./app.tsx";
import { followCalls } from "./call/call.ts";
import { onKey } from "./keys.ts";
import { hearMessages } from "./log/loaded.ts";
import { followAppearance } from "./appearance.ts";
import { followNotifications } from "./notifications.ts";
import { keepForOffline } from "./offline.ts";
import { entrance } from "./route.ts";
import {
  accounts,
  currentUser,
  detailsWanted,
  followAddress,
  hear,
  listeners,
  now,
  phase,
  phone,
  server,
  useWorker,
  wide,
} from "./state.ts";
import { afterStart } from "./way-in/entrances.tsx";
import { clientOf, startWorker } from "./worker.ts";
import { speak } from "./words/words.ts";
import "./style/main.css";

const DETAILS = "details";

async function start(): Promise<void> {
  await speak(wantedLanguage());
  render(<App />, document.getElementById("app")!);
  const way = entrance(location.hash);
  if (way) history.replaceState(null, "", location.pathname);
  try {
    const worker = await startWorker();
    const client = clientOf(worker, (told: Told) => hear(told));
    useWorker(client);
    listeners.messages = hearMessages;
    const begun = await client.start();
    server.value = begun.server;
    accounts.value = begun.accounts;
    currentUser.value = begun.current;
    followAddress();
    await afterStart(way, begun.current !== undefined);
    navigator.storage?.persist?.().catch(() => {});
  } catch (error) {
    console.error("Hearth couldn't start:", error instanceof Error ? error.message : "unknown");
    phase.value = { is: "broken" };
  }
}

function wantedLanguage(): "" | "en" | "de" {
  const kept = localStorage.getItem("language");
  return kept === "en" || kept === "de" ? kept : "";
}

function follow(query: string, set: (matches: boolean) => void): void {
  const media = matchMedia(query);
  set(media.matches);
  media.onchange = () => set(media.matches);
}

follow("(min-width: 900px)", (matches) => (wide.value = matches));
follow("(max-width: 639px)", (matches) => (phone.value = matches));
detailsWanted.value = localStorage.getItem(DETAILS) !== "closed";
effect(() => localStorage.setItem(DETAILS, detailsWanted.value ? "open" : "closed"));
setInterval(() => (now.value = Date.now()), 30_000);
addEventListener("hashchange", followAddress);
addEventListener("popstate", followAddress);
addEventListener("keydown", onKey);
followAppearance();
followNotifications();
followCalls();
start();
keepForOffline();
