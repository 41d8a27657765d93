/** The colours of the tokens can be told apart, in both themes: 4.5 to 1 for text, 3 to 1 for parts of controls (WCAG 2.2 AA). */
import { deepStrictEqual as equal } from "node:assert";

const css = Deno.readTextFileSync("src/ui/style/tokens.css");

type Theme = "light" | "dark";

function colours(theme: Theme): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (
    const [, name, light, dark] of css.matchAll(
      /--([\w-]+):\s*light-dark\(\s*(#[0-9a-f]{6})\s*,\s*(#[0-9a-f]{6})\s*\)/g,
    )
  ) {
    if (!found.has(name!)) found.set(name!, (theme === "light" ? light : dark)!);
  }
  return found;
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter! + 0.05) / (darker! + 0.05);
}

const SURFACES = [
  "canvas",
  "pane",
  "raised",
  "field",
  "btn",
  "btn-hover",
  "hover",
  "press",
  "sel",
  "mine",
  "mine-well",
  "well",
];

/** Text, and the surfaces that it stands on. */
const TEXT: Readonly<Record<string, readonly string[]>> = {
  "ink": SURFACES,
  "ink-2": SURFACES.filter((one) => one !== "mine"),
  "ink-3": ["canvas", "pane", "raised", "field", "hover", "well"],
  "mine-ink-3": ["mine"],
  "ember": ["canvas", "pane", "raised", "hover", "mine", "mine-well", "well", "ember-tint"],
  "on-ember": ["ember-fill", "ember-fill-hover"],
  "good": ["good-tint", "raised"],
  "warn": ["warn-tint", "raised", "pane", "mine"],
  "bad": ["bad-tint", "raised", "canvas", "pane", "hover"],
  "on-bad": ["bad-fill"],
  "on-call": ["call-fill"],
  ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((tone) => [`t${tone}-ink`, [`t${tone}`, "raised"]])),
};

/** Parts of controls, and what they stand on. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  "edge": ["canvas", "pane", "raised"],
  "ember-fill": ["canvas", "pane", "raised", "mine", "field", "sel"],
  "focus": SURFACES,
  "warn-line": ["raised", "canvas"],
  "bad-fill": ["canvas", "pane"],
  "call-fill": ["pane"],
};

function tooClose(pairs: Readonly<Record<string, readonly string[]>>, least: number): readonly string[] {
  return (["light", "dark"] as const).flatMap((theme) => {
    const all = colours(theme);
    return Object.entries(pairs).flatMap(([upper, grounds]) =>
      grounds.flatMap((ground) => {
        const seen = contrast(all.get(upper)!, all.get(ground)!);
        return seen < least ? [`${theme}: ${upper} on ${ground} is ${seen.toFixed(2)}`] : [];
      })
    );
  });
}

Deno.test("the contrast of black on white is 21", () => {
  equal(Math.round(contrast("#000000", "#ffffff")), 21);
});

Deno.test("text can be read on each surface that it stands on", () => {
  equal(tooClose(TEXT, 4.5), []);
});

Deno.test("parts of controls can be told from what is behind them", () => {
  equal(tooClose(PARTS, 3), []);
});

Deno.test("no style holds a colour of a text besides the tokens", () => {
  const others = [...Deno.readDirSync("src/ui/style")].filter(({ name }) =>
    name !== "tokens.css" && name !== "main.css"
  );
  const bad = others.flatMap(({ name }) =>
    [
      ...Deno.readTextFileSync("src/ui/style/" + name).matchAll(
        /^\s*color:\s*(#(?!fff\b|ffb48f|221e1a|f2ede6|bb4716)[0-9a-f]+)/gm,
      ),
    ].map((found) => `${name}: ${found[1]}`)
  );
  equal(bad, []);
});
