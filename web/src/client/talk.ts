/** The calls about messages: pages, sending, taking back, pins, read marks, files, search. */
import { base64 } from "../protocol/bytes.ts";
import { type Id, randomId } from "../protocol/ids.ts";
import { categoryOf, type Payload, readPayload, writePayload } from "../protocol/payload/payload.ts";
import type { Transaction } from "./archive.ts";
import { mentionsIn, optional } from "./contents.ts";
import { failed } from "./failed.ts";
import { addMessage, eraseMessages, pinMessages, readUpTo, recallMessage, unpin } from "./messages.ts";
import type { Errand } from "./outbox.ts";
import { attachmentIn, type Draft, draftOf, forwarded, pressed, withAttachment } from "./outgoing.ts";
import type { Parts } from "./parts.ts";
import type { CallSignal, Failure, Found, Outgoing, Page, Trust } from "./records.ts";
import type { Stickers } from "./stickers.ts";
import { isHad, type StoredMessage, UNSENT } from "./stored.ts";

const MOST_FOUND = 50;
const MOST_DRAFT = 20_000;

export class Talk {
  #lastUnsent = 0;

  constructor(private readonly parts: Parts) {}

  page(conversation: Id, at: Parameters<Parts["messages"]["page"]>[1]): Promise<Page> {
    return this.parts.messages.page(conversation, at);
  }

  /** @param id of the message; the same when the call is asked again */
  async send(conversation: Id, outgoing: Outgoing, shown: Trust, id: Id): Promise<Id> {
    const { archive, rooms, files, outbox } = this.parts;
    if (isHad(await archive.shelf.message(id))) return id;
    const stored = rooms.need(conversation);
    const holds = rooms.trustIn(stored);
    if (holds !== shown || holds === "changed") throw failed("trust-changed");
    const draft = await this.#draft(outgoing, id);
    if (draft.blob !== undefined) await files.keep(id, draft.blob);
    await archive.inTransaction(async (records) => {
      const { payload, quote } = draft;
      const text = payload.kind === "text" ? this.#withNumbers(payload.text, outgoing) : undefined;
      const message: StoredMessage = {
        id,
        conversation,
        author: this.parts.self,
        position: this.#unsent(),
        category: categoryOf(payload),
        payload: writePayload(text === undefined ? payload : { kind: "text", text }),
        state: "here",
        by: shown === "plain" ? "none" : "signal",
        ...optional("quote", quote),
        expireIn: stored.expireIn,
        tick: "sending",
        ...optional("mentions", text === undefined ? undefined : this.#mentioned(text, outgoing)),
      };
      await addMessage(records, message, this.parts.self);
      outbox.add(records, { id, what: "say", conversation, about: [] });
    });
    outbox.send(id);
    return id;
  }

  async again(id: Id): Promise<void> {
    const { archive, outbox } = this.parts;
    await archive.inTransaction(async (records) => {
      const message = await records.message(id);
      if (message?.tick !== "failed") throw failed("not-found");
      const { failure: _, ...rest } = message;
      records.putMessage({ ...rest, tick: "sending", position: this.#unsent() });
      outbox.add(records, { id, what: "say", conversation: message.conversation, about: [] });
    });
    outbox.send(id);
  }

  async recall(id: Id): Promise<void> {
    const message = await this.#need(id);
    if (message.tick === "sending" || message.tick === "failed") return await this.erase([id]);
    await this.#errand("recall", message.conversation, [id]);
  }

  async pin(id: Id, pinned: boolean): Promise<void> {
    const message = await this.#need(id);
    await this.#errand(pinned ? "pin" : "unpin", message.conversation, [id]);
  }

  async erase(ids: readonly Id[]): Promise<void> {
    const { archive, files, outbox } = this.parts;
    await archive.inTransaction(async (records) => {
      for (const id of ids) outbox.drop(records, id);
      await eraseMessages(records, ids, archive);
    });
    await files.remove(ids);
  }

  async read(conversation: Id, until: Id): Promise<void> {
    const { archive, self, receipts, readMarks, settings } = this.parts;
    const last = await archive.shelf.message(until);
    if (last === undefined || last.conversation !== conversation) return;
    const read = await archive.inTransaction((records) =>
      readUpTo(records, conversation, last.position, self, archive)
    );
    for (const { id, author } of read) {
      if (author === self) continue;
      if (settings().receipts) receipts.add({ message: id, status: "READ" });
      readMarks.add({ message: id, status: "READ" });
    }
    if (read.length > 0) this.parts.tell({ told: "withdraw", conversation });
  }

  async heard(id: Id): Promise<void> {
    await this.parts.archive.inTransaction(async (records) => {
      const message = await records.message(id);
      if (message !== undefined && message.heard !== true) records.putMessage({ ...message, heard: true });
    });
  }

  async search(text: string, conversation?: Id): Promise<readonly Found[]> {
    const { shelf, messages, rooms, archive } = this.parts;
    const found: Found[] = [];
    for (const message of await shelf.search(text, conversation, MOST_FOUND)) {
      const stored = archive.conversations.get(message.conversation);
      const conversationName = stored === undefined ? "" : rooms.toConversation(stored).name;
      found.push({ message: await messages.toMessage(message), conversationName });
    }
    return found;
  }

  async load(id: Id): Promise<Blob> {
    const message = await this.#need(id);
    const attachment = attachmentIn(readPayload(message.category, message.payload));
    if (attachment === undefined) throw failed("not-found");
    return await this.parts.files.load(id, attachment);
  }

  stop(id: Id): void {
    this.parts.files.stop(id);
  }

  async raw(id: Id): Promise<Blob> {
    const message = await this.#need(id);
    return new Blob([message.payload], { type: "application/octet-stream" });
  }

  /** Removes the bytes of files that the server has. */
  async freeSpace(): Promise<void> {
    const { files, outbox } = this.parts;
    await files.remove(files.here.filter((id) => !outbox.has(id)));
  }

  /** How a call ended that this device has ended. */
  async noteCall(conversation: Id, signal: CallSignal, payload: Payload): Promise<void> {
    if (payload.kind !== "call-end") return;
    const { archive, api, self } = this.parts;
    await archive.inTransaction((records) =>
      addMessage(
        records,
        {
          id: signal.call,
          conversation,
          author: self,
          position: api.http.now() * 1000,
          category: categoryOf(payload),
          payload: writePayload(payload),
          state: "here",
          by: "none",
          expireIn: 0,
        },
        self,
      )
    );
  }

  /** Puts a sticker that came, or a picture, among one's own. */
  async addSticker(id: Id, stickers: Stickers): Promise<void> {
    const message = await this.#need(id);
    const payload = readPayload(message.category, message.payload);
    if (payload.kind === "sticker" && payload.id !== undefined) return await stickers.add(payload.id);
    if (payload.kind !== "image") throw failed("unsupported");
    const picture = await this.load(id);
    await stickers.addPicture(base64(new Uint8Array(await picture.arrayBuffer())));
  }

  async draft(conversation: Id, text: string): Promise<void> {
    await this.parts.archive.inTransaction((records) => {
      const stored = records.conversation(conversation);
      if (stored === undefined || (stored.draft ?? "") === text) return;
      const { draft: _, ...rest } = stored;
      records.putConversation({ ...rest, ...optional("draft", text === "" ? undefined : text.slice(0, MOST_DRAFT)) });
    });
  }

  // --- what the outbox carries ----------------------------------------------------------------------------------------------------

  async carry(errand: Errand): Promise<void> {
    if (errand.what === "say") await this.#say(errand);
    else await this.#tellAbout(errand);
  }

  async gaveUp(records: Transaction, errand: Errand, failure: Failure): Promise<void> {
    const message = errand.what === "say" ? await records.message(errand.id) : undefined;
    if (message === undefined || message.state === "erased") return;
    records.putMessage({ ...message, tick: "failed", failure });
  }

  async #say(errand: Errand): Promise<void> {
    const { archive, sender } = this.parts;
    const message = await archive.shelf.message(errand.id);
    if (message === undefined || message.state === "erased") return;
    const uploaded = await this.#withFile(message);
    const { at, by } = await sender.say(uploaded);
    await archive.inTransaction(async (records) => {
      const now = await records.message(errand.id);
      if (now === undefined) return;
      const tick = now.tick === "sending" || now.tick === "failed" ? "sent" : now.tick;
      const { failure: _, ...rest } = now;
      const expiresAt = now.expireIn > 0 ? Date.now() + now.expireIn * 1000 : undefined;
      records.putMessage({ ...rest, position: at, by, ...optional("tick", tick), ...optional("expiresAt", expiresAt) });
      const stored = records.conversation(now.conversation);
      if (stored !== undefined && stored.last === now.id) records.putConversation({ ...stored, lastAt: at });
    });
  }

  /** With its bytes uploaded, where it has some that aren't yet. */
  async #withFile(message: StoredMessage): Promise<StoredMessage> {
    const payload = readPayload(message.category, message.payload);
    const attachment = attachmentIn(payload);
    if (attachment === undefined || attachment.id !== NOT_UPLOADED) return message;
    const stored = this.parts.rooms.need(message.conversation);
    const sealed = await this.parts.sender.protectionIn(stored) !== "none";
    const uploaded = await this.parts.files.upload(message.id, sealed);
    const whole = { ...message, payload: writePayload(withAttachment(payload, uploaded)) };
    await this.parts.archive.inTransaction(async (records) => {
      const now = await records.message(message.id);
      if (now !== undefined && now.state === "here") records.putMessage({ ...now, payload: whole.payload });
    });
    return whole;
  }

  async #tellAbout(errand: Errand): Promise<void> {
    const { archive, sender, self, api, context } = this.parts;
    const payload: Payload = errand.what === "recall"
      ? { kind: "recall", message: errand.about[0] ?? errand.id }
      : { kind: "pin", action: errand.what === "pin" ? "PIN" : "UNPIN", messages: errand.about };
    await sender.tell(errand.conversation, errand.id, payload, categoryOf(payload));
    await archive.inTransaction(async (records) => {
      if (errand.what === "recall") {
        for (const id of errand.about) await recallMessage(records, id, errand.conversation);
      } else if (errand.what === "pin") {
        await pinMessages(records, errand.conversation, errand.about, self, api.http.now(), context);
      } else unpin(records, errand.conversation, errand.about);
    });
  }

  async #errand(what: Errand["what"], conversation: Id, about: readonly Id[]): Promise<void> {
    const id = randomId();
    await this.parts.archive.inTransaction((records) =>
      this.parts.outbox.add(records, { id, what, conversation, about })
    );
    this.parts.outbox.send(id);
  }

  async #draft(outgoing: Outgoing, id: Id): Promise<Draft> {
    switch (outgoing.kind) {
      case "press":
        return pressed(await this.#need(outgoing.message), outgoing.label);
      case "forward": {
        const messages: StoredMessage[] = [];
        for (const each of outgoing.messages) {
          const message = await this.#need(each);
          if (message.conversation === outgoing.from) messages.push(message);
        }
        messages.sort((one, other) => one.position - other.position);
        return forwarded(messages, id, (user) => this.parts.people.person(user).name);
      }
      default: {
        const draft = draftOf(outgoing);
        const attachment = attachmentIn(draft.payload);
        return attachment === undefined
          ? draft
          : { ...draft, payload: withAttachment(draft.payload, { id: NOT_UPLOADED }) };
      }
    }
  }

  /** The protocol names people by their numbers: where the page wrote a name, the number takes its place. */
  #withNumbers(text: string, outgoing: Outgoing): string {
    if (outgoing.kind !== "text") return text;
    return (outgoing.mentions ?? []).reduce((all, user) => {
      const { name, number } = this.parts.people.person(user);
      return name === "" || number === "" ? all : all.replaceAll("@" + name, "@" + number);
    }, text);
  }

  #mentioned(text: string, outgoing: Outgoing): readonly Id[] | undefined {
    const named = mentionsIn(text, this.parts.people).map((mention) => mention.userId);
    const all = new Set([...named, ...(outgoing.kind === "text" ? outgoing.mentions ?? [] : [])]);
    return all.size === 0 ? undefined : [...all];
  }

  async #need(id: Id): Promise<StoredMessage> {
    const message = await this.parts.archive.shelf.message(id);
    if (message === undefined || message.state === "erased") throw failed("not-found");
    return message;
  }

  /** Stands behind all that was sent, and behind what was written before it. */
  #unsent(): number {
    this.#lastUnsent = Math.max(this.#lastUnsent + 1, UNSENT + this.parts.api.http.now() * 1000);
    return this.#lastUnsent;
  }
}

/** What stands in the place of an attachment's id until its bytes are uploaded. */
const NOT_UPLOADED = "not-uploaded";
