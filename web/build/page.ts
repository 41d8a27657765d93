/** The page itself and what stands beside it: icons, the app's manifest, the service worker, licences; each refers to hashed names. */
import { createHash } from "node:crypto";
import type { Bundled } from "./bundle.ts";
import { fail } from "./run.ts";

/** All files that the server sends, and what its headers need to know of them. */
export interface Site {
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The inline scripts, as a Content-Security-Policy names them. */
  readonly inline: readonly string[];
  /** Scripts without which nothing is shown. */
  readonly first: readonly string[];
  readonly worker: string;
}

const PLACE = "<!-- The build puts scripts, styles and icons here. -->";
const utf8 = new TextEncoder();

export async function makePage(bundled: Bundled): Promise<Site> {
  const files = new Map(bundled.files);
  const icons = await hashed(files, "static");
  const integrity = (path: string) => `integrity="${sri(files.get(path)!)}"`;
  const importMap = JSON.stringify({
    integrity: Object.fromEntries(
      [bundled.main, ...bundled.atOnce, ...bundled.later].map((path) => [path, sri(files.get(path)!)]),
    ),
  });
  const head = [
    `<script>${bundled.first}</script>`,
    `<script type="importmap">${importMap}</script>`,
    `<meta name="worker" content="${bundled.worker}" data-integrity="${sri(files.get(bundled.worker)!)}">`,
    `<link rel="manifest" href="/manifest.webmanifest">`,
    `<link rel="icon" href="${icons.get("icon.svg")}" type="image/svg+xml">`,
    `<link rel="apple-touch-icon" href="${icons.get("icon-180.png")}">`,
    `<link rel="stylesheet" href="${bundled.styles}" ${integrity(bundled.styles)}>`,
    `<script type="module" src="${bundled.main}" ${integrity(bundled.main)}></script>`,
    ...bundled.atOnce.map((path) => `<link rel="modulepreload" href="${path}" ${integrity(path)}>`),
  ];
  const template = (await Deno.readTextFile("src/ui/index.html")).replaceAll("\r\n", "\n");
  if (!template.includes(PLACE)) {
    fail("src/ui/index.html has no line: " + PLACE);
  }
  const manifest = (await Deno.readTextFile("src/ui/manifest.json"))
    .replace(/"(icon-[^"]+|icon\.svg)"/g, (_, name: string) => `"${icons.get(name) ?? fail("no icon " + name)}"`);
  files.set("/index.html", utf8.encode(template.replace(PLACE, () => head.join("\n    "))));
  files.set("/manifest.webmanifest", utf8.encode(JSON.stringify(JSON.parse(manifest)) + "\n"));
  files.set("/licenses.txt", utf8.encode(await licenses(bundled.packages)));
  // Last: it names all others.
  files.set("/offline.js", utf8.encode(offline(files, bundled.offline)));
  return {
    files,
    inline: [bundled.first, importMap].map((script) => `sha256-${hash("sha256", script, "base64")}`),
    first: [bundled.main, ...bundled.atOnce],
    worker: bundled.worker,
  };
}

/** Adds the files of a folder under names with their hash; the answer leads from the old name to the new path. */
async function hashed(files: Map<string, Uint8Array>, folder: string): Promise<ReadonlyMap<string, string>> {
  const paths = new Map<string, string>();
  for (const { name } of [...Deno.readDirSync(folder)].sort((one, other) => one.name < other.name ? -1 : 1)) {
    const bytes = await Deno.readFile(`${folder}/${name}`);
    const dot = name.lastIndexOf(".");
    const path = `/app/${name.slice(0, dot)}-${hash("sha256", bytes, "hex").slice(0, 8)}${name.slice(dot)}`;
    files.set(path, bytes);
    paths.set(name, path);
  }
  return paths;
}

/** The service worker, told which files there are. */
function offline(files: ReadonlyMap<string, Uint8Array>, script: string): string {
  const kept = [...files].filter(([path]) => path.startsWith("/app/") || path === "/index.html");
  const named = Object.fromEntries(
    kept.map(([path, bytes]) => [path === "/index.html" ? "/" : path, sri(bytes)] as const).sort(),
  );
  const version = hash("sha256", JSON.stringify(named), "hex").slice(0, 16);
  return `const page = ${JSON.stringify({ version, files: named })};\n${script}\n`;
}

/** The licences of the packages, which want to be kept with them. */
async function licenses(folders: readonly string[]): Promise<string> {
  const texts = new Map<string, string>();
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(await Deno.readTextFile(folder + "/package.json"));
    const file = [...Deno.readDirSync(folder)].find((entry) => /^licen[cs]e/i.test(entry.name));
    const text = file ? await Deno.readTextFile(`${folder}/${file.name}`) : "";
    texts.set(`${name} ${version}`, `${name} ${version} (${license})\n\n${text.replaceAll("\r\n", "\n").trim()}\n`);
  }
  return [...texts].sort().map(([, text]) => text).join("\n\n");
}

export function sri(bytes: Uint8Array): string {
  return "sha384-" + hash("sha384", bytes, "base64");
}

function hash(algorithm: string, of: Uint8Array | string, as: "hex" | "base64"): string {
  return createHash(algorithm).update(of).digest(as);
}
