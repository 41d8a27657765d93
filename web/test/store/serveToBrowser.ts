/**
 * Serves the tests of the store to a browser: prints the address to open, and then what came of them. `test/store/inBrowser.ts` runs
 * there.
 */
import { program } from "../../build/bundle.ts";
import { fail, run } from "../../build/run.ts";

const folder = await Deno.makeTempDir();
const script = `${folder}/tests.js`;
await Deno.writeTextFile(`${folder}/nothing.ts`, "export {};\n");
const bundled = await run(
  program(),
  "test/store/inBrowser.ts",
  "--bundle",
  "--format=esm",
  "--log-level=warning",
  "--alias:node:assert=./test/store/assertInBrowser.ts",
  // A browser has a database of its own.
  `--alias:fake-indexeddb/auto=${folder}/nothing.ts`,
  `--outfile=${script}`,
);
if (bundled.failed) fail("the tests of the store can't be bundled:\n" + bundled.said);

const ended = new AbortController();
const server = Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  signal: ended.signal,
  onListen: ({ port }) => console.log(`http://127.0.0.1:${port}/`),
}, async (request) => {
  switch (new URL(request.url).pathname) {
    case "/result":
      console.log(await request.text());
      setTimeout(() => ended.abort(), 0);
      return new Response();
    case "/tests.js":
      return new Response(await Deno.readFile(script), { headers: { "Content-Type": "text/javascript" } });
    default:
      return new Response('<!doctype html><script type="module" src="/tests.js"></script>', {
        headers: { "Content-Type": "text/html" },
      });
  }
});
await server.finished;
await Deno.remove(folder, { recursive: true });
