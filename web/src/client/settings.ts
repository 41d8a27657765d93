/** What the person chose for this device. What is kept may be of another version: each field is checked. */
import type { Settings } from "./records.ts";

export const DEFAULTS: Settings = {
  notify: "name",
  sound: false,
  groupsAll: false,
  receipts: true,
  keys: true,
  theme: "system",
  density: "calm",
  language: "",
};

const CHOICES: { readonly [K in "notify" | "theme" | "density" | "language"]: readonly Settings[K][] } = {
  notify: ["name-and-text", "name", "nothing", "off"],
  theme: ["system", "light", "dark"],
  density: ["calm", "dense"],
  language: ["", "en", "de"],
};

export function settingsOf(kept: Partial<Settings> | undefined): Settings {
  const choice = <K extends keyof typeof CHOICES>(name: K): Settings[K] =>
    CHOICES[name].find((each) => each === kept?.[name]) ?? DEFAULTS[name];
  const flag = (name: "sound" | "groupsAll" | "receipts" | "keys") => {
    const value = kept?.[name];
    return typeof value === "boolean" ? value : DEFAULTS[name];
  };
  return {
    notify: choice("notify"),
    sound: flag("sound"),
    groupsAll: flag("groupsAll"),
    receipts: flag("receipts"),
    keys: flag("keys"),
    theme: choice("theme"),
    density: choice("density"),
    language: choice("language"),
  };
}
