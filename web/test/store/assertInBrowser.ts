/** The assertions of `node:assert` that the tests of the store use, for a browser. */

export function ok(holds: unknown, message?: string): void {
  if (!holds) throw new Error(message ?? "does not hold");
}

export function deepStrictEqual(actual: unknown, expected: unknown, message?: string): void {
  const [is, should] = [shown(actual), shown(expected)];
  if (is !== should) throw new Error(`${message ?? "differs"}: ${is} instead of ${should}`);
}

/** Values as text in which equal ones are equal: fields in the order of their names, bytes as numbers. */
function shown(value: unknown): string {
  if (value === undefined) return "undefined";
  if (value instanceof Uint8Array) return `bytes ${[...value]}`;
  if (Array.isArray(value)) return `[${value.map(shown)}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${
    Object.entries(value).sort(([one], [other]) => one < other ? -1 : 1).map(([name, each]) => `${name}:${shown(each)}`)
  }}`;
}
