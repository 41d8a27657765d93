/** Reads the API's objects: a field that is missing, or of another kind, is read as an empty one. Never fails. */
import { findId, type Id } from "../protocol/ids.ts";
import { findTime, millisOf } from "../protocol/time.ts";

export type Fields = { readonly [name: string]: unknown };

const NOTHING: Fields = {};

export function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value as Fields : NOTHING;
}

export function text(value: unknown, name: string): string {
  const found = fields(value)[name];
  return typeof found === "string" ? found : "";
}

export function number(value: unknown, name: string): number {
  const found = fields(value)[name];
  return typeof found === "number" && Number.isFinite(found) ? found : 0;
}

export function flag(value: unknown, name: string): boolean {
  return fields(value)[name] === true;
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The id in lower case; undefined when it is not one. */
export function id(value: unknown, name: string): Id | undefined {
  return findId(fields(value)[name]);
}

/** Microseconds since 1970; undefined where there is no time, or one before 1970, which is how the server says never. */
export function micros(value: unknown, name: string): number | undefined {
  const at = findTime(fields(value)[name]);
  return at === undefined || at <= 0 ? undefined : at;
}

/** The same in milliseconds. */
export function millis(value: unknown, name: string): number | undefined {
  const at = micros(value, name);
  return at === undefined ? undefined : millisOf(at);
}
