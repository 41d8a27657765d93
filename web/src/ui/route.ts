/**
 * Where one is, as the address says it: which conversation is open, what the list shows instead of conversations, whether details are open.
 * Each step is an entry of the browser's history, so that "back" leads from pane to pane on a phone.
 */
export type Mode = "list" | "search" | "new" | "new-group" | "settings";

export interface Route {
  readonly conversation?: string;
  readonly message?: string; // to jump to
  readonly mode: Mode;
  readonly section?: string; // of the settings
  readonly side: boolean;
}

const MODES: readonly Mode[] = ["list", "search", "new", "new-group", "settings"];
export const HOME: Route = { mode: "list", side: false };

export function parse(hash: string): Route {
  const at = new URLSearchParams(hash.replace(/^#/, ""));
  const mode = MODES.find((one) => one === at.get("show")) ?? "list";
  const conversation = at.get("c") ?? undefined;
  const message = at.get("m") ?? undefined;
  const section = at.get("section") ?? undefined;
  return {
    mode,
    side: at.has("details"),
    ...(conversation ? { conversation } : {}),
    ...(message ? { message } : {}),
    ...(section ? { section } : {}),
  };
}

export function address(route: Route): string {
  const parts: string[] = [];
  if (route.conversation) parts.push("c=" + encodeURIComponent(route.conversation));
  if (route.message) parts.push("m=" + encodeURIComponent(route.message));
  if (route.mode !== "list") parts.push("show=" + route.mode);
  if (route.section) parts.push("section=" + encodeURIComponent(route.section));
  if (route.side) parts.push("details=1");
  return "#" + parts.join("&");
}

/** The one pane that a phone shows. */
export function pane(route: Route): "list" | "main" | "side" {
  if (route.mode === "settings") return route.section ? "main" : "list";
  if (route.mode !== "list" || !route.conversation) return "list";
  return route.side ? "side" : "main";
}

/** What leads in: an invitation, a code to sign in with, a link to a person or a group. */
export type Entrance =
  | { readonly to: "join"; readonly code: string }
  | { readonly to: "sign-in"; readonly number: string; readonly code: string }
  | { readonly to: "code"; readonly code: string };

export function entrance(hash: string): Entrance | undefined {
  const match = hash.match(/^#(join|sign-in|code)=([^&]+)/);
  if (!match) return undefined;
  const value = decodeURIComponent(match[2]!);
  if (match[1] === "join") return { to: "join", code: value };
  if (match[1] === "code") return { to: "code", code: value };
  const dot = value.indexOf(".");
  return dot > 0 ? { to: "sign-in", number: value.slice(0, dot), code: value.slice(dot + 1) } : undefined;
}
