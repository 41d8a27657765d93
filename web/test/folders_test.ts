/** Holds the order of the folders: each uses only those below it, and the page knows of the worker only what they say to each other. */
import { deepStrictEqual as equal } from "node:assert";

const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  protocol: [],
  signal: ["protocol"],
  store: ["protocol", "signal"],
  client: ["protocol", "signal", "store"],
  ui: ["client/records.ts"],
  offline: [],
};

interface Use {
  readonly file: string;
  readonly used: string;
}

Deno.test("a folder uses only what is below it", () => {
  equal(uses().filter((use) => !isAllowed(use)).map(({ file, used }) => `${file} uses ${used}`), []);
});

Deno.test("each folder of the sources has a place in the order", () => {
  equal([...Deno.readDirSync("src")].map((entry) => entry.name).filter((name) => !(name in MAY_USE)), []);
});

function isAllowed({ file, used }: Use): boolean {
  const folder = file.split("/")[0]!;
  return [folder, ...MAY_USE[folder] ?? []].some((allowed) => used === allowed || used.startsWith(allowed + "/"));
}

/** What files import of the sources, as paths below `src`. */
function uses(): readonly Use[] {
  return files("src").flatMap((path) => {
    const imported = Deno.readTextFileSync(path).matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g);
    const base = new URL("file:///" + path);
    return [...imported].map((found) => ({
      file: path.slice("src/".length),
      used: new URL(found[1]!, base).pathname.slice("/src/".length),
    }));
  });
}

function files(folder: string): readonly string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? files(`${folder}/${name}`) : /\.tsx?$/.test(name) ? [`${folder}/${name}`] : []
  );
}
