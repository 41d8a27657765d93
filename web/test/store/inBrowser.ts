/**
 * Runs the tests of the store in a browser with its own IndexedDB, and posts to `/result` what failed; bundled for that with
 * `assertInBrowser.ts` for `node:assert`, and without `fake-indexeddb`.
 */
type Test = { readonly name: string; readonly fn: () => void | Promise<void> };

const tests: Test[] = [];
const runner = {
  test: (test: Test | string, fn?: Test["fn"]) =>
    void tests.push(typeof test === "string" ? { name: test, fn: fn! } : test),
};
Object.assign(globalThis, { Deno: runner });

await import("./store_test.ts");
await import("./keys_test.ts");

const failures: string[] = [];
for (const { name, fn } of tests) {
  try {
    await fn();
  } catch (error) {
    failures.push(`${name}: ${error}`);
  }
}
await fetch("/result", { method: "POST", body: JSON.stringify({ tests: tests.length, failures }) });
