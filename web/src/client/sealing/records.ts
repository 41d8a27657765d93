/**
 * Records by kind and name, as one transaction sees them: it reads what it has written itself, and writes all of it or nothing.
 * Transactions of an account take turns, so that nothing changes between two lines of one.
 */

/** @param most how many are kept; the latest, where a browser session has seen them come */
export interface Kind<T> {
  readonly name: string;
  readonly most: number;
  /** Carries the type of the records; never there. */
  readonly example?: T;
}

export function kind<T>(name: string, most: number): Kind<T> {
  return { name, most };
}

export interface Records {
  find<T>(kind: Kind<T>, name: string): T | undefined;
  put<T>(kind: Kind<T>, name: string, value: T): void;
  remove<T>(kind: Kind<T>, name: string): void;
  names<T>(kind: Kind<T>): readonly string[];
}

export interface KeptRecords<R extends Records = Records> {
  inTransaction<T>(work: (records: R) => T | Promise<T>): Promise<T>;
}
