/** The names of what a message may carry, such as `PLAIN_TEXT`. The set is open: clients show an unknown one as not supported. */

/** Says who may send a message, and who can read it: the part of the name before the first `_`. */
export type CategoryFamily =
  | "PLAIN" // readable by the server
  | "SIGNAL" // sealed between people's devices
  | "ENCRYPTED" // sealed between a person and a bot
  | "APP" // buttons and cards, which bots send
  | "MESSAGE" // about another message: recalls and pins it
  | "SYSTEM" // said by the server alone
  | "WEBRTC" // calls between two
  | "KRAKEN" // calls in a group
  | "OTHER";

const FAMILIES = ["PLAIN", "SIGNAL", "ENCRYPTED", "APP", "MESSAGE", "SYSTEM", "WEBRTC", "KRAKEN"] as const;

export function isCategory(name: string): boolean {
  return /^[A-Z0-9_]{1,64}$/.test(name);
}

export function familyOf(category: string): CategoryFamily {
  const first = category.split("_", 1)[0];
  return (category.includes("_") ? FAMILIES.find((each) => each === first) : undefined) ?? "OTHER";
}

/** The same content in another family: `SIGNAL_TEXT` of `PLAIN_TEXT`. */
export function inFamily(category: string, family: "PLAIN" | "SIGNAL" | "ENCRYPTED"): string {
  return family + category.slice(category.indexOf("_"));
}
