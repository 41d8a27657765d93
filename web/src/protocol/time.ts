/**
 * Times as the protocol spells them: RFC 3339, UTC, six decimals. Inside, a time is microseconds since 1970, which a number
 * holds exactly until the year 2255; later ones are as near as a number gets.
 */

const FORM =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?([Zz]|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)$/;

/** The microseconds of an RFC 3339 time in any precision and zone; undefined when the text is not such a time. */
export function findTime(text: unknown): number | undefined {
  const parts = typeof text === "string" && text.length <= 40 ? FORM.exec(text) : null;
  if (parts === null) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) {
    return undefined;
  }
  const millis = date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000;
  const micros = Number((parts[7] ?? "").slice(0, 6).padEnd(6, "0"));
  const ahead = zone(parts[8]!);
  return ahead === undefined ? undefined : (millis - ahead) * 1000 + micros;
}

/** Microseconds since 1970 as `2026-01-02T03:04:05.678901Z`. */
export function timeText(micros: number): string {
  const millis = Math.floor(micros / 1000);
  return new Date(millis).toISOString().slice(0, -1) + String(Math.floor(micros - millis * 1000)).padStart(3, "0") +
    "Z";
}

export function millisOf(micros: number): number {
  return Math.floor(micros / 1000);
}

/** How far ahead of UTC a zone is, in milliseconds. */
function zone(text: string): number | undefined {
  if (text === "Z" || text === "z") return 0;
  const [hours, minutes, seconds] = text.slice(1).replaceAll(":", "").match(/\d\d/g)!.map(Number);
  if (hours! > 18 || (minutes ?? 0) > 59 || (seconds ?? 0) > 59) return undefined;
  return (text[0] === "-" ? -1000 : 1000) * ((hours! * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0));
}
