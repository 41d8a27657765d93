/**
 * Steps of the end-to-end encryption over the store. A step runs at once, on records in memory; those that it misses are loaded, and
 * it runs again. What it changed is written in one transaction together with what came of it, such as the text of a message whose
 * key is used up. When that fails nothing has changed, in memory neither. One step follows another.
 */
import type { KeyKind, KeyName, KeyRecords, KeyRecordTypes } from "../signal/records.ts";
import type { AccountStore } from "./accountStore.ts";
import { type Change, kindOf, type Write, type Written } from "./change.ts";

export type StepOutcome<Result> =
  | { readonly outcome: "done"; readonly result: Result }
  | Exclude<Written, { readonly outcome: "written" }>;

const MOST_IN_MEMORY = 5000;
// A step that needs more records than this in turn is a mistake.
const MOST_RUNS = 10_000;

type Value = KeyRecordTypes[KeyKind];
type Known = { readonly kind: KeyKind; readonly name: string; readonly value: Value | undefined };

/** A step needs something that is not in memory yet. */
class NotInMemory extends Error {
  constructor(readonly kind: KeyKind, readonly record?: string) {
    super("not in memory");
  }
}

export class KeySteps {
  private readonly memory = new Map<string, Known>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly store: AccountStore) {}

  /**
   * Runs a step and stores what it changed.
   *
   * @param work looks records up and changes them. It may run several times: it changes nothing else
   * @param also what is written together with the keys
   * @param ahead records to load beforehand: a step that does much would otherwise begin again for each that is missing
   */
  run<Result>(
    work: (records: KeyRecords) => Result,
    also: (result: Result) => Change | Promise<Change> = () => [],
    ahead: readonly KeyName[] = [],
  ): Promise<StepOutcome<Result>> {
    const done = this.last.then(() => this.runNow(work, also, ahead));
    this.last = done.catch(() => {});
    return done;
  }

  private async runNow<Result>(
    work: (records: KeyRecords) => Result,
    also: (result: Result) => Change | Promise<Change>,
    ahead: readonly KeyName[],
  ): Promise<StepOutcome<Result>> {
    const { result, step } = await this.loadAndRun(work, ahead);
    const changed = [...step.changed.values()];
    const written = await this.store.write([...changed.map(writeOf), ...await also(result)]);
    if (written.outcome !== "written") return written;
    for (const each of changed) this.remember(each);
    return { outcome: "done", result };
  }

  private async loadAndRun<Result>(
    work: (records: KeyRecords) => Result,
    ahead: readonly KeyName[],
  ): Promise<{ readonly result: Result; readonly step: Step }> {
    const names = new Map<KeyKind, readonly string[]>();
    const loaded = new Map<string, Known>();
    await Promise.all(ahead.map((each) => this.load(each, loaded)));
    for (let run = 0; run < MOST_RUNS; run++) {
      const step = new Step((id) => loaded.get(id) ?? this.memory.get(id), names);
      try {
        return { result: work(step), step };
      } catch (missing) {
        if (!(missing instanceof NotInMemory)) throw missing;
        const { kind, record: name } = missing;
        if (name === undefined) names.set(kind, await this.store.names(kindOf(kind)));
        else await this.load({ kind, name }, loaded);
      }
    }
    throw new Error("a step that never has all it needs");
  }

  /** What a step has loaded stays with it, however much that is. */
  private async load({ kind, name }: KeyName, loaded: Map<string, Known>): Promise<void> {
    const id = idOf(kind, name);
    const known = this.memory.get(id) ?? { kind, name, value: await this.store.find(kindOf<Value>(kind), name) };
    loaded.set(id, known);
    this.remember(known);
  }

  /** The newest last; the oldest go. */
  private remember(known: Known): void {
    const id = idOf(known.kind, known.name);
    this.memory.delete(id);
    this.memory.set(id, known);
    for (const oldest of this.memory.keys()) {
      if (this.memory.size <= MOST_IN_MEMORY) break;
      this.memory.delete(oldest);
    }
  }
}

/** The records as one run of a step sees them. */
class Step implements KeyRecords {
  readonly changed = new Map<string, Known>();

  constructor(
    private readonly inMemory: (id: string) => Known | undefined,
    private readonly stored: ReadonlyMap<KeyKind, readonly string[]>,
  ) {}

  find<Kind extends KeyKind>(kind: Kind, name: string): KeyRecordTypes[Kind] | undefined {
    const id = idOf(kind, name);
    const known = this.changed.get(id) ?? this.inMemory(id);
    if (known === undefined) throw new NotInMemory(kind, name);
    return known.value as KeyRecordTypes[Kind] | undefined;
  }

  put<Kind extends KeyKind>(kind: Kind, name: string, value: KeyRecordTypes[Kind]): void {
    this.changed.set(idOf(kind, name), { kind, name, value });
  }

  remove(kind: KeyKind, name: string): void {
    this.changed.set(idOf(kind, name), { kind, name, value: undefined });
  }

  names(kind: KeyKind): readonly string[] {
    const stored = this.stored.get(kind);
    if (stored === undefined) throw new NotInMemory(kind);
    const names = new Set(stored);
    for (const each of this.changed.values()) {
      if (each.kind !== kind) continue;
      if (each.value === undefined) names.delete(each.name);
      else names.add(each.name);
    }
    return [...names];
  }
}

function idOf(kind: KeyKind, name: string): string {
  return `${kind}/${name}`;
}

function writeOf(changed: Known): Write {
  const { kind, name, value } = changed;
  return value === undefined ? { write: "remove", kind, name } : { write: "put", kind, name, value };
}
