/**
 * JSON from outside: read whole or not at all, within bounds, and looked at field by field. A field that is null, empty or of
 * a wrong type counts as absent, since clients differ in what they write there.
 */
import { type Bytes, findBase64 } from "./bytes.ts";
import { findId, type Id } from "./ids.ts";
import { findTime } from "./time.ts";

const MOST_DEPTH = 16;
const MOST_VALUES = 100_000;
const MOST_DIGITS = 24;
const FIRST_TIME = findTime("0000-01-01T00:00:00Z")!;
const LAST_TIME = findTime("9999-12-31T23:59:59.999999Z")!;

/** The bounds that payloads share. Lengths are in code points, so that an emoji counts as one everywhere. */
export const MOST = {
  text: 1_048_576,
  words: 65_536,
  name: 1024,
  address: 4096,
  thumbnail: 262_144,
  mimeType: 255,
} as const;

/** A value that is not what it should be. Only for use within `protocol`, where it becomes a reason; quotes nothing. */
export class Invalid extends Error {}

/** Stops the reading of a payload unless `holds`. */
export function check(holds: boolean, why: string): asserts holds {
  if (!holds) throw new Invalid(why);
}

/** A document: undefined when the bytes are not UTF-8, not JSON, or too deep or too large. Never throws. */
export function parseJson(bytes: Bytes): { readonly document: unknown } | undefined {
  try {
    const document: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
    return isBounded(document) ? { document } : undefined;
  } catch {
    return undefined;
  }
}

/** As JSON in UTF-8. Fields that are undefined are left out. */
export function jsonBytes(document: unknown): Bytes {
  return new TextEncoder().encode(JSON.stringify(document));
}

/** The fields of one object. */
export class Fields {
  private constructor(private readonly values: Readonly<Record<string, unknown>>) {}

  static of(value: unknown): Fields | undefined {
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? new Fields(value as Record<string, unknown>)
      : undefined;
  }

  /** The objects of a list, which must hold nothing else; none when `value` is not a list. */
  static list(what: string, value: unknown, most: number): readonly Fields[] {
    if (!Array.isArray(value)) return [];
    check(value.length <= most, `${what} has more than ${most} items`);
    return value.map((item) => {
      const fields = Fields.of(item);
      check(fields !== undefined, `${what} holds something that is not an object`);
      return fields;
    });
  }

  value(name: string): unknown {
    return Object.hasOwn(this.values, name) ? this.values[name] : undefined;
  }

  /** The text, of at most `most` characters; half a character at a cut becomes U+FFFD. */
  text(name: string, most: number): string | undefined {
    const value = this.value(name);
    if (typeof value !== "string" || value === "") return undefined;
    check(isAtMost(value, most), `${name} has more than ${most} characters`);
    return value.toWellFormed();
  }

  needText(name: string, most: number): string {
    const text = this.text(name, most);
    check(text !== undefined, `${name} is missing`);
    return text;
  }

  id(name: string): Id | undefined {
    return findId(this.value(name));
  }

  needId(name: string): Id {
    const id = this.id(name);
    check(id !== undefined, `${name} is missing or not an id`);
    return id;
  }

  /** The ids in a list, which must hold nothing else. */
  ids(name: string, most: number): readonly Id[] {
    const items = this.value(name);
    if (!Array.isArray(items)) return [];
    check(items.length <= most, `${name} has more than ${most} items`);
    return items.map((item) => {
      const id = findId(item);
      check(id !== undefined, `${name} holds something that is not an id`);
      return id;
    });
  }

  /** The one of `names` that the field spells. */
  named<Name extends string>(field: string, names: readonly Name[]): Name {
    const value = this.value(field);
    const name = names.find((each) => each === value);
    check(name !== undefined, `${field} is missing or not known`);
    return name;
  }

  /** A number, also one in quotation marks. */
  real(name: string): number | undefined {
    const value = this.value(name);
    const number = typeof value === "string" && value.length <= MOST_DIGITS && value.trim() !== ""
      ? Number(value)
      : value;
    return typeof number === "number" && Number.isFinite(number) ? number : undefined;
  }

  /** A whole number: what stands behind the point is cut off. */
  number(name: string): number | undefined {
    const real = this.real(name);
    return real !== undefined && Math.abs(real) <= Number.MAX_SAFE_INTEGER ? Math.trunc(real) + 0 : undefined;
  }

  /** A whole number from 0; 0 when the field is absent. */
  count(name: string): number {
    const number = this.number(name) ?? 0;
    check(number >= 0, `${name} is negative`);
    return number;
  }

  isTrue(name: string): boolean {
    return this.value(name) === true;
  }

  isFalse(name: string): boolean {
    return this.value(name) === false;
  }

  /** Microseconds since 1970. */
  time(name: string): number | undefined {
    const time = findTime(this.value(name));
    return time !== undefined && time >= FIRST_TIME && time <= LAST_TIME ? time : undefined;
  }

  /** Bytes as base64 or, as some clients write them, as a list of numbers; Kotlin's are signed. */
  bytes(name: string): Bytes | undefined {
    const value = this.value(name);
    if (typeof value === "string" && value !== "") return findBase64(value);
    const isByte = (item: unknown) => Number.isInteger(item) && (item as number) >= -128 && (item as number) <= 255;
    return Array.isArray(value) && value.length > 0 && value.every(isByte) ? Uint8Array.from(value) : undefined;
  }

  object(name: string): Fields | undefined {
    return Fields.of(this.value(name));
  }

  objects(name: string, most: number): readonly Fields[] {
    return Fields.list(name, this.value(name), most);
  }
}

/** Whether `text` has at most this many code points. */
export function isAtMost(text: string, most: number): boolean {
  if (text.length <= most) return true;
  if (text.length > 2 * most) return false;
  let count = 0;
  for (const _ of text) count++;
  return count <= most;
}

function isBounded(document: unknown): boolean {
  let values = 0;
  const isWithin = (value: unknown, depth: number): boolean => {
    if (++values > MOST_VALUES) return false;
    if (typeof value !== "object" || value === null) return true;
    return depth < MOST_DEPTH && Object.values(value).every((each) => isWithin(each, depth + 1));
  };
  return isWithin(document, 0);
}
