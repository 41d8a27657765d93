/**
 * The client as a program, for tests in other languages: a line of JSON for each call on standard input, a line for each answer, and for
 * each thing that the page would be told, on standard output. Bytes are `{"$blob": base64, "type": …}`.
 *
 * Arguments: the server's origin. The calls `close` and `open` are of this program: all tabs are closed, and the page is opened again. Its
 * store is in memory, and ends with it.
 */
import "../store/testingBrowser.ts";
import { base64, findBase64 } from "../../src/protocol/bytes.ts";
import { Client } from "../../src/client/client.ts";
import { failureOf } from "../../src/client/failed.ts";
import type { Asked } from "../../src/client/records.ts";
import { Store } from "../../src/store/store.ts";

const origin = Deno.args[0] ?? "";
const output = Deno.stdout.writable.getWriter();

interface Written {
  readonly $blob: string;
  readonly type: string;
}

async function say(said: unknown): Promise<void> {
  const line = JSON.stringify(await withoutBlobs(said));
  await output.write(new TextEncoder().encode(line + "\n"));
}

async function withoutBlobs(value: unknown): Promise<unknown> {
  if (value instanceof Blob) {
    return { $blob: base64(new Uint8Array(await value.arrayBuffer())), type: value.type };
  }
  return value ?? null;
}

function read(line: string): Asked & { readonly as?: string } {
  return JSON.parse(line, (_name, value: unknown) => {
    const written = value as Written | null;
    return typeof written === "object" && written !== null && "$blob" in written
      ? new Blob([findBase64(written.$blob) ?? new Uint8Array(0)], { type: written.type })
      : value;
  });
}

const store = await Store.open("hearth");
let client = await open();

function open(): Promise<Client> {
  return Client.open(
    {
      origin,
      blaze: origin.replace(/^http/, "ws") + "/",
      fetch: (input, init) => fetch(input, init),
      dial: (address, protocol) => new WebSocket(address, protocol),
      store,
      deviceName: "Deno",
      estimate: () => Promise.resolve({ used: 0, persisted: false }),
      persist: () => Promise.resolve(),
    },
    (told) => void say(told),
  );
}

async function answer(asked: Asked & { readonly as?: string }): Promise<void> {
  try {
    if (asked.call as string === "close") {
      client.close();
      return await say({ answer: asked.id, value: null });
    }
    if (asked.call as string === "open") {
      client = await open();
      return await say({ answer: asked.id, value: null });
    }
    const caller = { tab: "driver", call: asked.as ?? crypto.randomUUID() };
    const value = await client.answer(asked.call, asked.with, caller);
    await say({ answer: asked.id, value: await withoutBlobs(value) });
  } catch (e) {
    if (Deno.env.get("HEARTH_TRACE") !== undefined) console.error(e);
    await say({ answer: asked.id, failure: failureOf(e) });
  }
}

let rest = "";
for await (const piece of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
  const lines = (rest + piece).split("\n");
  rest = lines.pop() ?? "";
  for (const line of lines) void answer(read(line));
}
client.close();
Deno.exit(0);
