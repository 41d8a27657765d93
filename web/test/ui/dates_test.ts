/** Days, times, spans and sizes. */
import { deepStrictEqual as equal } from "node:assert";
import { ago, day, daysBetween, length, size, span, when } from "../../src/ui/dates.ts";
import { en } from "../../src/ui/words/en.ts";
import { use } from "../../src/ui/words/words.ts";

const at = (day: number, hour = 12, minute = 0, month = 10, year = 2026) =>
  new Date(year, month, day, hour, minute).getTime();
const NOW = at(27, 9, 41);
use("en", en);

Deno.test("days are those of the calendar, not of 24 hours", () => {
  equal(daysBetween(at(26, 23, 59), at(27, 0, 1)), 1);
  equal(daysBetween(at(27, 0, 0), at(27, 23, 59)), 0);
});

Deno.test("a day of summer time's end is one day", () => {
  equal(daysBetween(at(24, 12, 0, 9), at(26, 12, 0, 9)), 2);
});

Deno.test("the log says today, yesterday, and the day's name before that", () => {
  equal([day(at(27, 1), NOW), day(at(26, 23), NOW), day(at(20), NOW), day(at(20, 1, 0, 10, 2025), NOW)], [
    "Today",
    "Yesterday",
    "Friday 20 November",
    "Thursday 20 November 2025",
  ]);
});

Deno.test("the list says the time, then the day, then the date", () => {
  equal([
    when(at(27, 9, 5), NOW),
    when(at(26), NOW),
    when(at(24), NOW),
    when(at(2), NOW),
    when(at(2, 1, 0, 0, 2024), NOW),
  ], [
    "09:05",
    "Yesterday",
    "Tue",
    "2 Nov",
    "02/01/24",
  ]);
});

Deno.test("a message from a clock ahead of ours is of today", () => {
  equal(when(at(27, 23), NOW), "23:00");
});

Deno.test("lengths, spans and sizes are short", () => {
  equal([length(37_400), length(61_000), length(3_700_000)], ["0:37", "1:01", "1:01:40"]);
  equal([span(604_800_000), span(86_400_000), span(3_600_000), span(300_000), span(30_000), span(28 * 86_400_000)], [
    "1 week",
    "1 day",
    "1 hour",
    "5 minutes",
    "30 seconds",
    "4 weeks",
  ]);
  equal([size(12), size(48_000), size(2_400_000), size(312_000_000)], ["12 B", "48 kB", "2.4 MB", "312 MB"]);
  equal([ago(NOW - 12 * 60_000, NOW), ago(NOW - 41 * 86_400_000, NOW)], ["12 minutes ago", "41 days ago"]);
});
