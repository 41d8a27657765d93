/**
 * Builds the web messenger: fetches the packages, then checks and tests the sources beside bundling them, and writes the files
 * that the server sends. Nothing of npm is imported here, so that it runs before anything is installed.
 */
import { bundle } from "./bundle.ts";
import { makePage } from "./page.ts";
import { fail, run } from "./run.ts";
import { report, write } from "./write.ts";

/** Where the server looks for the files on its class path. */
const OUT = "target/classes/dev/hearth/web";

const offline = Deno.args.includes("--offline=true");
const tested = !Deno.args.includes("--skip-tests=true");
const deno = Deno.execPath();

const installed = await run(deno, "install", "--quiet", "--frozen", ...(offline ? ["--cached-only"] : []));
if (installed.failed) {
  fail(
    installed.said.includes("--cached-only")
      ? "a package is missing: build once without -o, because npm's registry has it"
      : "the packages can't be installed:\n" + installed.said,
  );
}

const checks: readonly (readonly string[])[] = [
  ["check", "--quiet", "--frozen", "src", "test", "build"],
  ["test", "--quiet", "--no-check", "--frozen", "--cached-only", "--allow-read", "test"],
  ["lint", "--quiet"],
  ["fmt", "--quiet", "--check"],
];
const [bundled, ...checked] = await Promise.all([
  bundle("target/bundle"),
  ...(tested ? checks.map((check) => run(deno, ...check)) : []),
]);
for (const check of checked.filter((one) => one.failed)) {
  console.error(check.said);
}
if (checked.some((one) => one.failed)) {
  fail("the checks found something");
}
report(await write(OUT, await makePage(bundled)));
