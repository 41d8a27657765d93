import { deepStrictEqual as equal } from "node:assert";
import { failed } from "../../src/client/failed.ts";
import type { Asked, Calls, Told } from "../../src/client/records.ts";
import { type Caller, type Channel, type Desk, type Lock, Tabs } from "../../src/client/tabs.ts";

/** A browser: one lock of each name at a time, in the order of asking, and a channel between all tabs. */
class TestingBrowser {
  readonly #holders = new Map<string, TestingTab>();
  readonly #queues = new Map<string, { readonly tab: TestingTab; readonly work: () => Promise<void> }[]>();
  readonly tabs: TestingTab[] = [];

  open(): TestingTab {
    const tab = new TestingTab(this);
    this.tabs.push(tab);
    return tab;
  }

  close(tab: TestingTab): void {
    tab.isClosed = true;
    this.tabs.splice(this.tabs.indexOf(tab), 1);
    for (const [name, holder] of [...this.#holders]) if (holder === tab) this.#release(name);
  }

  lock(tab: TestingTab): Lock {
    return (name, work) => {
      this.#queues.set(name, [...this.#queues.get(name) ?? [], { tab, work }]);
      if (!this.#holders.has(name)) this.#next(name);
    };
  }

  #release(name: string): void {
    this.#holders.delete(name);
    this.#next(name);
  }

  #next(name: string): void {
    const queue = this.#queues.get(name) ?? [];
    const next = queue.find((each) => !each.tab.isClosed);
    this.#queues.set(name, queue.filter((each) => each !== next && !each.tab.isClosed));
    if (next === undefined) return;
    this.#holders.set(name, next.tab);
    void next.work().then(() => {
      if (this.#holders.get(name) === next.tab) this.#release(name);
    });
  }
}

/** A tab with its worker. What its desk is asked it answers with the names of tab and call, once `answers` says so. */
class TestingTab {
  readonly told: Told[] = [];
  readonly answered: Caller[] = [];
  readonly gone: string[] = [];
  readonly tabs: Tabs;
  isClosed = false;
  isOwner = false;
  answers: Promise<void> = Promise.resolve();
  static opens = true;
  tell: (told: Told) => void = () => {};

  constructor(private readonly browser: TestingBrowser) {
    const channel: Channel = { onmessage: null, postMessage: (message) => this.#post(message) };
    this.receive = (message) => channel.onmessage?.({ data: structuredClone(message) } as MessageEvent);
    this.tabs = new Tabs(channel, browser.lock(this), (tell) => this.#own(tell), (told) => this.told.push(told));
  }

  readonly receive: (message: unknown) => void;

  ask(call: keyof Calls, ...with_: readonly unknown[]): Promise<unknown> {
    return this.tabs.ask({ id: 1, call, with: with_ } as unknown as Asked);
  }

  #own(tell: (told: Told) => void): Promise<Desk> {
    if (!TestingTab.opens) return Promise.reject(failed("storage-full"));
    this.isOwner = true;
    this.tell = tell;
    return Promise.resolve({
      answer: async (call: keyof Calls, with_: readonly unknown[], caller: Caller) => {
        this.answered.push(caller);
        await this.answers;
        if (call === "leave") throw failed("not-found");
        return [call, ...with_];
      },
      left: (tab: string) => this.gone.push(tab),
    });
  }

  #post(message: unknown): void {
    for (const tab of this.browser.tabs) if (tab !== this) queueMicrotask(() => tab.receive(message));
  }
}

const forever = new Promise<void>(() => {});

Deno.test("the first tab owns, and answers the others", async () => {
  const browser = new TestingBrowser();
  const first = browser.open();
  const second = browser.open();

  equal(await second.ask("page", "a"), { value: ["page", "a"] });
  equal(await first.ask("people"), { value: ["people"] });
  equal(await second.ask("leave", "a"), { failure: { code: "not-found" } });
  equal([first.isOwner, second.isOwner], [true, false]);
});

Deno.test("what the owner tells reaches every tab once", async () => {
  const browser = new TestingBrowser();
  const [first, second, third] = [browser.open(), browser.open(), browser.open()];
  await second.ask("people");

  first.tell({ told: "withdraw", conversation: "c" });
  await second.ask("people");

  for (const tab of [first, second, third]) equal(tab.told, [{ told: "withdraw", conversation: "c" }]);
});

Deno.test("a call that the closed owner did not answer is answered by the next one, under the same id", async () => {
  const browser = new TestingBrowser();
  const [first, second, third] = [browser.open(), browser.open(), browser.open()];
  await third.ask("people");
  first.answers = forever;
  const asked = third.ask("send", "c");
  const own = second.ask("search", "words");
  while (first.answered.length < 3) await Promise.resolve();

  browser.close(first);

  equal(await asked, { value: ["send", "c"] });
  equal(await own, { value: ["search", "words"] });
  equal(second.isOwner, true);
  const ids = (tab: TestingTab) => tab.answered.map((caller) => caller.call).sort();
  equal(ids(second), ids(first).filter((id) => ids(second).includes(id)));
});

Deno.test("the owner hears of a tab that was closed", async () => {
  const browser = new TestingBrowser();
  const [first, second] = [browser.open(), browser.open()];
  await second.ask("visible", "c");
  const tab = first.answered[0]?.tab;

  browser.close(second);
  await Promise.resolve();

  equal(first.gone, [tab]);
});

Deno.test("beyond a thousand unanswered calls, the next one fails at once", async () => {
  const browser = new TestingBrowser();
  const first = browser.open();
  first.answers = forever;
  for (let i = 0; i < 1_000; i++) void first.ask("people");

  equal(await first.ask("people"), { failure: { code: "broken", reason: "too many calls wait for an answer" } });
});

Deno.test("where nothing can be stored, each call says so", async () => {
  TestingTab.opens = false;
  try {
    equal(await new TestingBrowser().open().ask("people"), { failure: { code: "storage-full" } });
  } finally {
    TestingTab.opens = true;
  }
});
