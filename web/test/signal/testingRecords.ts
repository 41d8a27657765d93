/** Records in memory, as a step sees them: every change is kept, and can be taken back. */
import type { KeyKind, KeyRecords, KeyRecordTypes } from "../../src/signal/records.ts";

export class TestingRecords implements KeyRecords {
  private kept = new Map<string, unknown>();

  find<Kind extends KeyKind>(kind: Kind, name: string): KeyRecordTypes[Kind] | undefined {
    return this.kept.get(`${kind} ${name}`) as KeyRecordTypes[Kind] | undefined;
  }

  put<Kind extends KeyKind>(kind: Kind, name: string, value: KeyRecordTypes[Kind]): void {
    this.kept.set(`${kind} ${name}`, value);
  }

  remove(kind: KeyKind, name: string): void {
    this.kept.delete(`${kind} ${name}`);
  }

  names(kind: KeyKind): readonly string[] {
    return [...this.kept.keys()].filter((id) => id.startsWith(`${kind} `)).map((id) => id.slice(kind.length + 1));
  }

  /** All that is kept, to compare or to return to: a copy, as storing makes one. */
  state(): Map<string, unknown> {
    return structuredClone(this.kept);
  }

  restore(state: Map<string, unknown>): void {
    this.kept = structuredClone(state);
  }
}
