/** Notifications of the system: one for each conversation, replaced and withdrawn; and one short knock for a burst. */
import { go, listeners, settings } from "./state.ts";
import { line } from "./text.ts";
import { say } from "./words/words.ts";

const MOST = 50;
const shown = new Map<string, Notification>();
const BURST = 30_000;
let lastKnock = 0;

export function followNotifications(): void {
  listeners.notify = ({ conversation, name, text, count, picture }) => {
    const wanted = settings.value.notify;
    if (settings.value.sound) knock();
    if (wanted === "off" || typeof Notification === "undefined" || Notification.permission !== "granted") return;
    const title = wanted === "nothing" ? say("newMessage") : line(name);
    const body = wanted === "name-and-text" && text
      ? line(text)
      : count > 1
      ? say("summary", { n: count })
      : wanted === "nothing"
      ? ""
      : say("newMessage");
    try {
      const notification = new Notification(title, {
        body,
        tag: conversation,
        silent: true,
        ...(picture && wanted !== "nothing" ? { icon: picture } : {}),
      });
      notification.onclick = () => {
        focus();
        go({ conversation, mode: "list", side: false });
        notification.close();
      };
      notification.onclose = () => shown.delete(conversation);
      if (shown.size >= MOST) shown.clear();
      shown.set(conversation, notification);
    } catch {
      // On phones only a service worker may show them.
      showByServiceWorker(title, body, conversation);
    }
  };
  listeners.withdraw = (conversation) => {
    shown.get(conversation)?.close();
    navigator.serviceWorker?.ready.then(async (worker) => {
      for (const one of await worker.getNotifications({ tag: conversation })) one.close();
    }, () => {});
  };
}

function showByServiceWorker(title: string, body: string, conversation: string): void {
  navigator.serviceWorker?.ready.then(
    (worker) => worker.showNotification(title, { body, tag: conversation, silent: true }),
    () => {},
  );
}

/** A low knock of a quarter of a second, made here so that there is no file to load. */
function knock(): void {
  if (Date.now() - lastKnock < BURST) return;
  lastKnock = Date.now();
  try {
    const sound = new AudioContext();
    const tone = sound.createOscillator();
    const loudness = sound.createGain();
    tone.frequency.setValueAtTime(190, sound.currentTime);
    tone.frequency.exponentialRampToValueAtTime(95, sound.currentTime + 0.12);
    loudness.gain.setValueAtTime(0.35, sound.currentTime);
    loudness.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + 0.25);
    tone.connect(loudness).connect(sound.destination);
    tone.start();
    tone.stop(sound.currentTime + 0.26);
    tone.onended = () => sound.close();
  } catch {
    // A page that was never touched may make no sound.
  }
}
