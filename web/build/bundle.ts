/** The scripts and styles, bundled by esbuild. */
import { fail, run } from "./run.ts";

/** What esbuild says about a file it wrote. */
interface Output {
  readonly entryPoint?: string;
  readonly cssBundle?: string;
  readonly imports: readonly { readonly path: string; readonly kind: string }[];
}
interface Meta {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, Output>>;
}

/** Everything esbuild made, by the paths under which the server sends it. */
export interface Bundled {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly main: string;
  readonly styles: string;
  readonly worker: string;
  /** Scripts that the page needs at once, besides `main`. */
  readonly atOnce: readonly string[];
  /** Scripts that the page loads when it needs them. */
  readonly later: readonly string[];
  /** The script that runs before the first paint, as text. */
  readonly first: string;
  /** The service worker, as text. */
  readonly offline: string;
  /** The folders of npm packages that went into it. */
  readonly packages: readonly string[];
}

const PAGE = "src/ui/main.tsx";
const WORKER = "src/client/worker.ts";
const FIRST = "src/ui/first.ts";
const OFFLINE = "src/offline/main.ts";

const ALL = [
  "--bundle",
  "--minify",
  "--target=es2022",
  "--charset=utf8",
  "--legal-comments=none",
  "--log-level=warning",
];
const HASHED = ["--format=esm", "--outbase=src", "--entry-names=app/[name]-[hash]", "--chunk-names=app/[name]-[hash]"];
const PREACT = ["--jsx=automatic", "--jsx-import-source=preact"];

/** @param work a folder for what esbuild writes */
export async function bundle(work: string): Promise<Bundled> {
  await Deno.remove(work, { recursive: true }).catch(() => {});
  const [page, worker, first, offline] = await Promise.all([
    esbuild(work, "page", [PAGE], [...HASHED, ...PREACT, "--splitting"]),
    // It is started from memory, where no import of another file would be found: it is one file.
    esbuild(work, "worker", [WORKER], HASHED),
    esbuild(work, "first", [FIRST], ["--format=iife"]),
    esbuild(work, "offline", [OFFLINE], ["--format=iife"]),
  ]);
  const main = page.entry(PAGE);
  const files = new Map([...page.files, ...worker.files]);
  const atOnce = page.imports(main, ["import-statement"]);
  const text = (made: Made) => new TextDecoder().decode([...made.files.values()][0]).trim();
  return {
    files,
    main,
    styles: page.styles(PAGE),
    worker: worker.entry(WORKER),
    atOnce,
    later: page.imports(main, ["import-statement", "dynamic-import"]).filter((path) => !atOnce.includes(path)),
    first: text(first),
    offline: text(offline),
    packages: packages([page, worker, first, offline].flatMap((made) => Object.keys(made.meta.inputs))),
  };
}

/** What one run of esbuild made. Paths begin with a slash, as the server sends them. */
class Made {
  constructor(
    readonly meta: Meta,
    readonly files: ReadonlyMap<string, Uint8Array>,
    private readonly folder: string,
  ) {}

  entry(source: string): string {
    return this.path(this.found(source)[0]);
  }

  styles(source: string): string {
    return this.path(this.found(source)[1].cssBundle ?? fail(source + " imports no styles"));
  }

  /** The files that `path` imports in these ways, and those that they import. */
  imports(path: string, kinds: readonly string[]): readonly string[] {
    const found = new Set<string>();
    const follow = (at: string) => {
      for (const { path: next, kind } of this.meta.outputs[this.folder + at]?.imports ?? []) {
        const into = this.path(next);
        if (kinds.includes(kind) && into !== path && !found.has(into)) {
          found.add(into);
          follow(into);
        }
      }
    };
    follow(path);
    return [...found].sort();
  }

  private found(source: string): [string, Output] {
    return Object.entries(this.meta.outputs).find(([, output]) => output.entryPoint === source) ??
      fail("esbuild made nothing of " + source);
  }

  private path(written: string): string {
    return written.slice(this.folder.length);
  }
}

async function esbuild(work: string, name: string, sources: readonly string[], how: readonly string[]): Promise<Made> {
  const folder = `${work}/${name}`;
  const meta = `${work}/${name}.json`;
  await Deno.mkdir(folder, { recursive: true });
  const ran = await run(program(), ...sources, ...ALL, ...how, "--outdir=" + folder, "--metafile=" + meta);
  if (ran.failed) {
    fail("the sources can't be bundled:\n" + ran.said);
  }
  if (ran.said) {
    console.log(ran.said);
  }
  const read: Meta = JSON.parse(await Deno.readTextFile(meta));
  const files = new Map<string, Uint8Array>();
  for (const path of Object.keys(read.outputs).sort()) {
    files.set(path.slice(folder.length), await Deno.readFile(path));
  }
  return new Made(read, files, folder);
}

/** esbuild's program for this machine: a package of its own for each system. */
export function program(): string {
  const systems: Readonly<Record<string, string>> = { darwin: "darwin", linux: "linux", windows: "win32" };
  const system = systems[Deno.build.os] ?? fail("esbuild has no program for " + Deno.build.os);
  const processor = Deno.build.arch === "aarch64" ? "arm64" : "x64";
  const file = Deno.build.os === "windows" ? "esbuild.exe" : "bin/esbuild";
  return `${Deno.realPathSync("node_modules/esbuild")}/../@esbuild/${system}-${processor}/${file}`;
}

/** The folders of packages among the files that were bundled. */
function packages(inputs: readonly string[]): readonly string[] {
  const folders = inputs.map((path) => /^.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? "");
  return [...new Set(folders.filter((folder) => folder !== ""))].sort();
}
