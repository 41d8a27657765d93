/**
 * Work that takes turns: one at a time for each name, in the order in which it came. A name is forgotten once nothing waits for it.
 */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  async in<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(name) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#last.set(name, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(name) === mine) {
        this.#last.delete(name);
      }
    }
  }
}
