/** Starts the worker, and asks it: the page's only way to messages, keys and the server. */
import type { Answered, Asked, Calls, Client, Failure, FromWorker, Told } from "../client/records.ts";
import { trustedScript } from "./trusted.ts";

/** What a call fails with. */
export class Failed extends Error {
  constructor(readonly failure: Failure) {
    super(failure.code);
  }
}

export function failureOf(error: unknown): Failure {
  return error instanceof Failed ? error.failure : { code: "broken" };
}

interface Talks {
  postMessage(message: Asked): void;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
}

/**
 * A worker's script has no `integrity` as a page's has: it is fetched with one, and started from memory.
 */
export async function startWorker(): Promise<Worker> {
  const meta = document.querySelector<HTMLMetaElement>("meta[name=worker]");
  if (!meta) throw new Error("the page names no worker");
  const script = await fetch(meta.content, { integrity: meta.dataset["integrity"] ?? "" });
  if (!script.ok) throw new Error("the worker's script is missing");
  const address = URL.createObjectURL(new Blob([await script.arrayBuffer()], { type: "text/javascript" }));
  const worker = new Worker(trustedScript(address), { type: "module", name: "hearth" });
  URL.revokeObjectURL(address);
  return worker;
}

/** The worker's calls as functions that wait for the answer, and what it tells by itself. */
export function clientOf(worker: Talks, told: (told: Told) => void): Client {
  const waiting = new Map<number, { answer: (value: unknown) => void; fail: (error: Failed) => void }>();
  let last = 0;
  worker.onmessage = ({ data }) => {
    if ("told" in data) return told(data);
    const asked = waiting.get(data.answer);
    waiting.delete(data.answer);
    settle(data, asked);
  };
  const call = (name: keyof Calls) => (...with_: unknown[]) => {
    const id = ++last;
    return new Promise((answer, fail) => {
      waiting.set(id, { answer, fail });
      worker.postMessage({ id, call: name, with: with_ } as Asked);
    });
  };
  return new Proxy({}, { get: (_, name) => name === "then" ? undefined : call(name as keyof Calls) }) as Client;
}

function settle(
  answered: Answered,
  asked: { answer: (value: unknown) => void; fail: (error: Failed) => void } | undefined,
): void {
  if ("failure" in answered) asked?.fail(new Failed(answered.failure));
  else asked?.answer(answered.value);
}
