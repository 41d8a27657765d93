/** The stores in IndexedDB. Each row belongs to an account, whose id is the first part of its key; "" is the device itself. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Bytes } from "../protocol/bytes.ts";

export interface RecordRow {
  readonly account: string;
  readonly kind: string;
  readonly name: string;
  /** When it was written, in milliseconds since 1970. */
  readonly at: number;
  readonly sealed: Bytes;
}

export interface MessageRow {
  readonly account: string;
  readonly id: string;
  readonly conversation: string;
  readonly position: number;
  /** The beginnings of its words, hidden. */
  readonly tokens: readonly string[];
  readonly sealed: Bytes;
}

export interface FileRow {
  readonly account: string;
  readonly id: string;
  readonly sealed: Bytes;
}

export interface Schema extends DBSchema {
  /** Keys that can't be exported, by account and name. */
  keys: { key: [string, string]; value: CryptoKey };
  records: { key: [string, string, string]; value: RecordRow };
  messages: {
    key: [string, string];
    value: MessageRow;
    indexes: { order: [string, string, number]; tokens: string };
  };
  files: { key: [string, string]; value: FileRow };
}

export type Database = IDBPDatabase<Schema>;
export const STORES = ["keys", "records", "messages", "files"] as const;

/** @param onLost called when the database was closed from outside */
export function openDatabase(name: string, onLost: () => void): Promise<Database> {
  return openDB<Schema>(name, 1, {
    upgrade(database) {
      database.createObjectStore("keys");
      database.createObjectStore("records", { keyPath: ["account", "kind", "name"] });
      const messages = database.createObjectStore("messages", { keyPath: ["account", "id"] });
      messages.createIndex("order", ["account", "conversation", "position"]);
      messages.createIndex("tokens", "tokens", { multiEntry: true });
      database.createObjectStore("files", { keyPath: ["account", "id"] });
    },
    // Another page brings a newer version: this one must let go.
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      onLost();
    },
    // The person has cleared the browser's data, or the disk is broken.
    terminated: onLost,
  });
}

/** All keys that begin with these parts: in IndexedDB's order a list stands behind every text and number. */
export function startingWith(...parts: readonly (string | number)[]): IDBKeyRange {
  return IDBKeyRange.bound([...parts], [...parts, []]);
}
