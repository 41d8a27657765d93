/** Writes the files with compressed copies, a list of them, and the digest of all; and says how large they are. */
import { createHash } from "node:crypto";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Site } from "./page.ts";
import { fail } from "./run.ts";

/** Bytes of gzip that scripts may have: those that show the first screen, all of the page, and the worker's. */
const MOST = { first: 60_000, page: 120_000, worker: 100_000 };

export interface Sizes {
  readonly digest: string;
  readonly scripts: typeof MOST;
  readonly styles: number;
  readonly all: number;
}

/** @param out is emptied first */
export async function write(out: string, site: Site): Promise<Sizes> {
  await Deno.remove(out, { recursive: true }).catch(() => {});
  await Deno.mkdir(out + "/app", { recursive: true });
  const sizes = new Map<string, number>();
  const list: string[] = [];
  const digest = createHash("sha256");
  for (const [path, bytes] of [...site.files].sort(([one], [other]) => one < other ? -1 : 1)) {
    const copies = { gz: gzip(bytes), br: brotli(bytes) };
    await Deno.writeFile(out + path, bytes);
    // A picture gains nothing.
    const smaller = Object.entries(copies).filter(([, copy]) => copy.length < bytes.length * 0.9);
    for (const [ending, copy] of smaller) {
      await Deno.writeFile(`${out}${path}.${ending}`, copy);
    }
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    list.push(["file", path, sha256, ...smaller.map(([ending]) => ending)].join(" "));
    digest.update(`${sha256}  ${path}\n`);
    sizes.set(path, copies.gz.length);
  }
  const hex = digest.digest("hex");
  const inline = site.inline.map((script) => "inline " + script);
  await Deno.writeTextFile(out + "/bundle.txt", [`digest ${hex}`, ...inline, ...list].join("\n") + "\n");
  const sum = (fits: (path: string) => boolean) =>
    [...sizes].filter(([path]) => fits(path)).reduce((total, [, size]) => total + size, 0);
  return {
    digest: hex,
    scripts: {
      first: sum((path) => site.first.includes(path)),
      page: sum((path) => path.endsWith(".js") && path !== site.worker),
      worker: sum((path) => path === site.worker),
    },
    styles: sum((path) => path.endsWith(".css")),
    all: sum(() => true),
  };
}

export function report({ digest, scripts, styles, all }: Sizes): void {
  const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1);
  const bounded = (of: keyof typeof MOST) => `${kilobytes(scripts[of])} of ${MOST[of] / 1000} KB`;
  console.log(
    `web: scripts at first ${bounded("first")}, of the page ${bounded("page")}, of the worker ${bounded("worker")}; ` +
      `styles ${kilobytes(styles)} KB, all files ${kilobytes(all)} KB (gzip)`,
  );
  console.log("web: digest " + digest);
  if (scripts.first > MOST.first || scripts.page > MOST.page || scripts.worker > MOST.worker) {
    fail("the scripts are too large: load later what the first screen doesn't need, or do without");
  }
}

function gzip(bytes: Uint8Array): Uint8Array {
  const copy = gzipSync(bytes, { level: 9 });
  copy[9] = 255; // here zlib writes the name of the system, and the same sources shall become the same bytes everywhere
  return copy;
}

function brotli(bytes: Uint8Array): Uint8Array {
  return brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
}
