/** The store of one account, as the archive uses it: records by kind and name, and messages in the order of their conversations. */
import { kindOf, type Write as StoreWrite, type Written } from "../store/change.ts";
import type { AccountStore, KeptMessage } from "../store/accountStore.ts";
import type { Id } from "../protocol/ids.ts";
import { readPayload } from "../protocol/payload/payload.ts";
import type { Shelf, Side, Write } from "./archive.ts";
import { failed } from "./failed.ts";
import type { StoredMessage } from "./stored.ts";

export class StoreShelf implements Shelf {
  constructor(private readonly store: AccountStore) {}

  async records(kind: string): Promise<readonly Write[]> {
    return (await this.store.list(kindOf<unknown>(kind))).map(({ name, value }) => ({ kind, name, value }));
  }

  async message(id: Id): Promise<StoredMessage | undefined> {
    return messageOf(await this.store.message(id));
  }

  async messages(conversation: Id, side: Side, position: number, most: number): Promise<readonly StoredMessage[]> {
    const found = await this.store.messages(conversation, { [side]: position, limit: most });
    const messages = found.map(messageOf).filter((each) => each !== undefined);
    return side === "before" ? messages.toReversed() : messages;
  }

  async search(text: string, conversation: Id | undefined, most: number): Promise<readonly StoredMessage[]> {
    const found = await this.store.search({
      text,
      ...(conversation === undefined ? {} : { conversation }),
      limit: most,
      wordsOf: (body) => wordsOf(body as StoredMessage),
    });
    return found.map(messageOf).filter((each) => each !== undefined);
  }

  async write(records: readonly Write[], messages: ReadonlyMap<Id, StoredMessage | undefined>): Promise<void> {
    const change: StoreWrite[] = records.map(({ kind, name, value }): StoreWrite =>
      value === undefined ? { write: "remove", kind, name } : { write: "put", kind, name, value }
    );
    for (const [id, message] of messages) {
      if (message === undefined) change.push({ write: "remove message", id });
      else {
        const { conversation, position } = message;
        change.push({
          write: "put message",
          message: { id, conversation, position, body: message, words: wordsOf(message) },
        });
      }
    }
    requireWritten(await this.store.write(change));
  }
}

export function requireWritten(written: Written): void {
  if (written.outcome === "full") throw failed("storage-full");
  if (written.outcome !== "written") throw failed("broken", written.why);
}

function messageOf(kept: KeptMessage | undefined): StoredMessage | undefined {
  return kept === undefined ? undefined : kept.body as StoredMessage;
}

/** The text by which a message is found. */
export function wordsOf(message: StoredMessage): string {
  if (message.state !== "here") return "";
  const payload = readPayload(message.category, message.payload);
  switch (payload.kind) {
    case "text":
      return payload.text;
    case "post":
      return payload.markdown;
    case "image":
    case "video":
      return payload.caption ?? "";
    case "file":
      return payload.name + " " + (payload.caption ?? "");
    case "location":
      return (payload.name ?? "") + " " + (payload.address ?? "");
    case "card":
      return payload.title + " " + payload.description;
    case "transcript":
      return payload.items.map((item) => item.category.endsWith("_TEXT") ? item.content ?? "" : "").join(" ").slice(
        0,
        20_000,
      );
    case "snapshot":
      return payload.memo ?? "";
    default:
      return "";
  }
}
