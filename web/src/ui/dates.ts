/** Times, days, lengths and sizes, as the reader's language writes them. */
import { language, number, say } from "./words/words.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function format(at: number, how: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(language.value === "en" ? "en-GB" : language.value, how).format(at);
}

/** The hour and minute: 09:41. */
export function time(at: number): string {
  return format(at, { hour: "2-digit", minute: "2-digit" });
}

/** The days between two moments, by the calendar of this place. */
export function daysBetween(earlier: number, later: number): number {
  const midnight = (at: number) => new Date(at).setHours(0, 0, 0, 0);
  return Math.round((midnight(later) - midnight(earlier)) / DAY);
}

/** A day in the log: Today, Yesterday, Thursday, 26 November. */
export function day(at: number, now: number): string {
  const days = daysBetween(at, now);
  if (days === 0) return say("today");
  if (days === 1) return say("yesterday");
  const year = new Date(at).getFullYear() === new Date(now).getFullYear() ? undefined : "numeric";
  return format(at, { weekday: "long", day: "numeric", month: "long", year });
}

/** When, in a list: 09:41, Yesterday, Thu, 22 Nov. */
export function when(at: number, now: number): string {
  const days = daysBetween(at, now);
  if (days <= 0) return time(at);
  if (days === 1) return say("yesterday");
  if (days < 7) return format(at, { weekday: "short" });
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return format(
    at,
    sameYear ? { day: "numeric", month: "short" } : { day: "2-digit", month: "2-digit", year: "2-digit" },
  );
}

/** A day and a time in full, for details. */
export function moment(at: number): string {
  return format(at, { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" });
}

/** A length of sound: 0:37. */
export function length(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const rest = String(seconds % 60).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${rest}`
    : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}

/** A span of time in its biggest unit: 1 week, 8 hours. */
export function span(milliseconds: number): string {
  const [n, unit] = milliseconds % (7 * DAY) === 0
    ? [milliseconds / (7 * DAY), "week"]
    : milliseconds >= DAY
    ? [Math.round(milliseconds / DAY), "day"]
    : milliseconds >= HOUR
    ? [Math.round(milliseconds / HOUR), "hour"]
    : milliseconds >= MINUTE
    ? [Math.round(milliseconds / MINUTE), "minute"]
    : [Math.round(milliseconds / 1000), "second"];
  return new Intl.NumberFormat(language.value, { style: "unit", unit, unitDisplay: "long" }).format(n as number);
}

/** How long ago, roughly: 12 minutes ago. */
export function ago(at: number, now: number): string {
  const past = Math.max(0, now - at);
  const [n, unit]: [number, Intl.RelativeTimeFormatUnit] = past < HOUR
    ? [Math.floor(past / MINUTE), "minute"]
    : past < DAY
    ? [Math.floor(past / HOUR), "hour"]
    : [Math.floor(past / DAY), "day"];
  return new Intl.RelativeTimeFormat(language.value, { numeric: "auto" }).format(-n, unit);
}

/** A size: 48 kB, 2.4 MB. */
export function size(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${number(value < 10 && unit > 0 ? Math.round(value * 10) / 10 : Math.round(value))} ${units[unit]}`;
}
