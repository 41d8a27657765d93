/** Changes of a store: a list of writes, of which all are done, or none. */
import type { Bytes } from "../protocol/bytes.ts";
import type { Id } from "../protocol/ids.ts";

/** A kind of records: `kindOf<Draft>("draft")`. Records of kinds that begin with `key.` are the end-to-end encryption's. */
export interface Kind<Value> {
  readonly name: string;
  /** Never there: it says to the compiler what the records hold. */
  readonly value?: Value;
}

/** A kind of records that hold plain data: objects, lists, text, numbers, booleans and bytes. */
export function kindOf<Value>(name: string): Kind<Value> {
  return { name };
}

/** A message as it is stored. */
export interface StoredMessage {
  readonly id: Id;
  readonly conversation: Id;
  /** Its place in the conversation. A message that is put again under another position moves. */
  readonly position: number;
  /** Plain data; sealed. */
  readonly body: unknown;
  /** The text by which a search finds it; must be part of the body, too: see `AccountStore.search`. */
  readonly words?: string;
}

export type Write =
  | { readonly write: "put"; readonly kind: string; readonly name: string; readonly value: unknown }
  | { readonly write: "remove"; readonly kind: string; readonly name: string }
  | { readonly write: "put message"; readonly message: StoredMessage }
  | { readonly write: "remove message"; readonly id: Id }
  /** All messages of a conversation. */
  | { readonly write: "remove messages"; readonly conversation: Id }
  /** The bytes of a file that a message names. */
  | { readonly write: "put file"; readonly id: string; readonly bytes: Bytes }
  | { readonly write: "remove file"; readonly id: string };

/** A list of writes, which are done in order and together. */
export type Change = readonly Write[];

export type Written =
  | { readonly outcome: "written" }
  /** The browser gives no more space. Nothing was written. */
  | { readonly outcome: "full" }
  /** Nothing was written; `why` is the name of the browser's error. */
  | { readonly outcome: "failed"; readonly why: string };

export function put<Value>(kind: Kind<Value>, name: string, value: Value): Write {
  return { write: "put", kind: kind.name, name, value };
}

export function remove<Value>(kind: Kind<Value>, name: string): Write {
  return { write: "remove", kind: kind.name, name };
}

export function putMessage(message: StoredMessage): Write {
  return { write: "put message", message };
}

/** The outcome of a write that failed. */
export function failureOf(error: unknown): Written {
  const name = error instanceof DOMException || error instanceof Error ? error.name : "Error";
  return name === "QuotaExceededError" ? { outcome: "full" } : { outcome: "failed", why: name };
}
