/** The parts of a browser that Deno lacks: IndexedDB, in memory, and keys that can be stored in it. */
import "fake-indexeddb/auto";

const clone = globalThis.structuredClone;

// A browser clones keys that can't be exported; Deno makes empty objects of them.
globalThis.structuredClone = <Value>(value: Value, options?: StructuredSerializeOptions): Value =>
  value instanceof CryptoKey ? value : clone(value, options);

/** A test with a database, which in memory has timers of its own that outlive a test. */
export function databaseTest(name: string, test: () => Promise<void>): void {
  Deno.test({ name, fn: test, sanitizeOps: false, sanitizeResources: false });
}

const SUBTLE = ["encrypt", "decrypt", "sign", "digest", "exportKey", "importKey", "generateKey"] as const;
const REQUESTS = ["get", "getAll", "getAllKeys", "put", "add", "delete", "count", "openCursor"] as const;

/**
 * Tells which requests are made of a transaction that was open while WebCrypto worked: Firefox has ended it by then, Chromium
 * forgives it.
 */
export async function requestsAfterWaiting(
  work: () => Promise<void>,
): Promise<{ readonly begun: number; readonly wrong: string[] }> {
  const open = new Set<IDBTransaction>(), waited = new Set<IDBTransaction>();
  const wrong: string[] = [];
  const undo: (() => void)[] = [];
  let begun = 0;
  replace(undo, IDBDatabase.prototype, "transaction", (real) =>
    function (this: IDBDatabase, ...given) {
      const transaction = real.apply(this, given);
      begun++;
      open.add(transaction);
      for (const end of ["complete", "abort"]) transaction.addEventListener(end, () => open.delete(transaction));
      return transaction;
    });
  replace(undo, IDBTransaction.prototype, "objectStore", (real) =>
    function (this: IDBTransaction, ...given) {
      if (waited.has(this)) wrong.push("objectStore");
      return real.apply(this, given);
    });
  for (const name of SUBTLE) {
    replace(
      undo,
      SubtleCrypto.prototype as unknown as Record<string, Method>,
      name,
      (real) =>
        function (this: unknown, ...given) {
          open.forEach((each) => waited.add(each));
          return real.apply(this, given);
        },
    );
  }
  for (const name of REQUESTS) {
    replace(
      undo,
      IDBObjectStore.prototype as unknown as Record<string, Method>,
      name,
      (real) =>
        function (this: unknown, ...given) {
          if (waited.has((this as IDBObjectStore).transaction)) wrong.push(name);
          return real.apply(this, given);
        },
    );
  }
  try {
    await work();
  } finally {
    undo.forEach((each) => each());
  }
  return { begun, wrong };
}

type Method = (this: unknown, ...given: unknown[]) => unknown;

function replace<Owner, Name extends keyof Owner>(
  undo: (() => void)[],
  owner: Owner,
  name: Name,
  make: (real: Owner[Name]) => Owner[Name],
): void {
  const real = owner[name];
  owner[name] = make(real);
  undo.push(() => owner[name] = real);
}
