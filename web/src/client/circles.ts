/** The person's circles: how they sort their conversations. As the server has them, kept for when it can't be asked. */
import { conversationOf, type Id } from "../protocol/ids.ts";
import { type Api, createdAt, need } from "./api.ts";
import type { Archive } from "./archive.ts";
import { failed } from "./failed.ts";
import { id, list, text } from "./fields.ts";
import type { Circle } from "./records.ts";
import { kind } from "./sealing/records.ts";
import { Turns } from "./turns.ts";
import { timeText } from "../protocol/time.ts";

const MOST_CIRCLES = 64;
const MOST_IN_ONE = 2_000;
const PAGE = 500;
const CIRCLE = kind<Circle>("circle", MOST_CIRCLES);

export class Circles {
  readonly #turns = new Turns();

  constructor(
    private readonly archive: Archive,
    private readonly api: Api,
    private readonly changed: (circles: readonly Circle[]) => void,
  ) {}

  all(): readonly Circle[] {
    return [...this.archive.all(CIRCLE).values()];
  }

  of(conversation: Id): readonly string[] {
    return this.all().filter((circle) => circle.conversations.includes(conversation)).map((circle) => circle.id);
  }

  refresh(): Promise<void> {
    return this.#turns.in("", () => this.#refresh());
  }

  async edit(
    circle: { readonly id?: string; readonly name: string; readonly conversations: readonly Id[] },
  ): Promise<Circle> {
    const { http } = this.api;
    const name = circle.name.trim();
    const made = circle.id === undefined
      ? await http.post("/circles", { name })
      : await http.post("/circles/" + circle.id, { name });
    const circleId = need(made, "circle_id");
    const before = this.archive.find(CIRCLE, circleId)?.conversations ?? [];
    const changes = [
      ...circle.conversations.filter((each) => !before.includes(each)).map((each) => this.#change(each, "ADD")),
      ...before.filter((each) => !circle.conversations.includes(each)).map((each) => this.#change(each, "REMOVE")),
    ];
    for (let from = 0; from < changes.length; from += PAGE) {
      await http.post("/circles/" + circleId + "/conversations", changes.slice(from, from + PAGE));
    }
    await this.refresh();
    const kept = this.archive.find(CIRCLE, circleId);
    if (kept === undefined) throw failed("not-found");
    return kept;
  }

  async remove(circle: string): Promise<void> {
    await this.api.http.post("/circles/" + circle + "/delete", {});
    await this.refresh();
  }

  #change(conversation: Id, action: "ADD" | "REMOVE"): unknown {
    const peer = this.archive.conversations.get(conversation)?.peer;
    return { conversation_id: conversation, user_id: peer ?? "", action };
  }

  async #refresh(): Promise<void> {
    const { http } = this.api;
    const circles: Circle[] = [];
    for (const each of list(await http.get("/circles")).slice(0, MOST_CIRCLES)) {
      const circleId = need(each, "circle_id");
      circles.push({ id: circleId, name: text(each, "name"), conversations: await this.#conversations(circleId) });
    }
    await this.archive.inTransaction((records) => {
      for (const name of records.names(CIRCLE)) {
        if (!circles.some((circle) => circle.id === name)) records.remove(CIRCLE, name);
      }
      for (const circle of circles) records.put(CIRCLE, circle.id, circle);
    });
    this.changed(circles);
  }

  async #conversations(circle: string): Promise<readonly Id[]> {
    const all: Id[] = [];
    let offset = "";
    while (all.length < MOST_IN_ONE) {
      const page = list(await this.api.http.get("/circles/" + circle + "/conversations?limit=" + PAGE + offset));
      for (const each of page) {
        const peer = id(each, "user_id");
        all.push(id(each, "conversation_id") ?? (peer === undefined ? "" : conversationOf(peer, peer)));
      }
      const last = page.at(-1);
      if (page.length < PAGE || last === undefined) break;
      offset = "&offset=" + encodeURIComponent(timeText(createdAt(last)));
    }
    return all.filter((each) => each !== "");
  }
}
