/** The messages of the conversations: how one is added, read, taken back, pinned; and how the page sees them. */
import { NOTHING, utf8 } from "../protocol/bytes.ts";
import { type Id, randomId } from "../protocol/ids.ts";
import { type Archive, type Transaction } from "./archive.ts";
import { contentOf, type Context, lineOf, LOCAL, type LocalEvent, mentionsIn, NOBODY, optional } from "./contents.ts";
import { readPayload } from "../protocol/payload/payload.ts";
import type { People } from "./people.ts";
import type { Message, Page, Quote } from "./records.ts";
import { newConversation } from "./rooms.ts";
import { isHad, saidAt, type StoredConversation, type StoredMessage, UNSENT } from "./stored.ts";

export const MOST_OF_A_PAGE = 200;
const PAGE = 60;
/** How many messages are looked at to count the unread ones; beyond it, the count stays at this. */
const MOST_UNREAD = 1_000;
const MOST_PINS = 128;

/** Adds a message to its conversation, or puts it in the place of what could not be read before. */
export async function addMessage(records: Transaction, message: StoredMessage, self: Id, peer?: Id): Promise<void> {
  const before = await records.message(message.id);
  if (isHad(before)) return;
  const known = records.conversation(message.conversation) ?? newConversation(message.conversation, peer);
  records.putMessage(before === undefined ? message : { ...message, position: before.position });
  records.putConversation(withMessage(known, message, self, before !== undefined, records));
}

function withMessage(
  conversation: StoredConversation,
  message: StoredMessage,
  self: Id,
  again: boolean,
  records: Transaction,
): StoredConversation {
  const { hidden: _, ...shown } = conversation;
  const counts = isCounted(message, self) && message.position > conversation.readTo && !again;
  const mentions = counts && mentionsMe(message, self, records);
  const isLast = message.position >= conversation.lastAt || message.id === conversation.last;
  return {
    ...shown,
    ...(isLast && isLine(message) ? { last: message.id, lastAt: message.position } : {}),
    unread: Math.min(MOST_UNREAD, conversation.unread + (counts ? 1 : 0)),
    mentioned: conversation.mentioned || mentions,
    // What one says oneself shows that all before it was seen.
    ...(message.author === self && message.position < UNSENT && message.position > conversation.readTo && !again
      ? { readTo: message.position, unread: 0, mentioned: false }
      : {}),
  };
}

/** Whether it counts as unread until it is read. */
export function isCounted(message: StoredMessage, self: Id): boolean {
  return message.author !== self && message.author !== NOBODY && message.category !== LOCAL &&
    !message.category.startsWith("SYSTEM_CONV") && message.state !== "erased" && message.state !== "recalled";
}

function isLine(message: StoredMessage): boolean {
  return message.state !== "erased";
}

export function mentionsMe(message: StoredMessage, self: Id, records: Pick<Transaction, "person">): boolean {
  const number = records.person(self)?.number;
  if (number === undefined || number === "" || message.category !== "PLAIN_TEXT") return false;
  const payload = readPayload(message.category, message.payload);
  const find = (named: string) =>
    named === number ? { userId: self, number, name: "" } as ReturnType<Context["findByNumber"]> : undefined;
  return payload.kind === "text" && mentionsIn(payload.text, { findByNumber: find }).length > 0;
}

/** Notes something that happened on this device, in a conversation. */
export async function addEvent(
  records: Transaction,
  conversation: Id,
  event: LocalEvent,
  at: number,
  self: Id,
): Promise<void> {
  if (records.conversation(conversation) === undefined) return;
  await addMessage(
    records,
    {
      id: randomId(),
      conversation,
      author: NOBODY,
      position: at,
      category: LOCAL,
      payload: utf8(JSON.stringify(event)),
      state: "here",
      by: "none",
      expireIn: 0,
    },
    self,
  );
}

/** Somebody has come with another identity key: nothing is sent to them until it is accepted. Noted once. */
export async function markChanged(
  records: Transaction,
  conversation: Id,
  user: Id,
  at: number,
  self: Id,
): Promise<void> {
  const person = records.person(user);
  if (person === undefined || person.changed === true) return;
  records.putPerson({ ...person, changed: true, verified: false });
  await addEvent(records, conversation, { what: "identity", whom: user }, at, self);
}

/** Takes a message back: what it said is gone. */
export async function recallMessage(records: Transaction, id: Id, conversation: Id): Promise<void> {
  const message = await records.message(id);
  if (message === undefined || message.conversation !== conversation || message.state === "erased") return;
  records.putMessage({ ...message, payload: NOTHING, state: "recalled" });
  unpin(records, conversation, [id]);
}

export async function pinMessages(
  records: Transaction,
  conversation: Id,
  ids: readonly Id[],
  by: Id,
  at: number,
  context: Context,
): Promise<void> {
  const known = records.conversation(conversation);
  if (known === undefined) return;
  const pins = known.pins.filter((pin) => !ids.includes(pin.message));
  for (const id of ids) {
    const message = await records.message(id);
    const line = message?.conversation === conversation ? lineOf(contentOf(message, context)) : "";
    pins.unshift({ message: id, line, by, at });
  }
  records.putConversation({ ...known, pins: pins.slice(0, MOST_PINS) });
}

export function unpin(records: Transaction, conversation: Id, ids: readonly Id[]): void {
  const known = records.conversation(conversation);
  if (known?.pins.some((pin) => ids.includes(pin.message)) === true) {
    records.putConversation({ ...known, pins: known.pins.filter((pin) => !ids.includes(pin.message)) });
  }
}

/** Removes messages from this device. Their ids stay, so that they aren't shown when they come once more. */
export async function eraseMessages(records: Transaction, ids: readonly Id[], archive: Archive): Promise<void> {
  const touched = new Set<Id>();
  for (const id of ids) {
    const message = await records.message(id);
    if (message === undefined) continue;
    const { quote: _quote, expiresAt: _expiresAt, failure: _failure, ...bare } = message;
    records.putMessage({ ...bare, payload: NOTHING, state: "erased" });
    unpin(records, message.conversation, [id]);
    touched.add(message.conversation);
  }
  for (const id of touched) await findLast(records, id, ids, archive);
}

/** The last message may be among those that are gone. */
async function findLast(records: Transaction, id: Id, gone: readonly Id[], archive: Archive): Promise<void> {
  const conversation = records.conversation(id);
  if (conversation?.last === undefined || !gone.includes(conversation.last)) return;
  const latest = await archive.shelf.messages(id, "before", Number.MAX_SAFE_INTEGER, PAGE);
  const last = latest.find((message) => message.state !== "erased" && !gone.includes(message.id));
  const { last: _, ...without } = conversation;
  records.putConversation({ ...without, ...optional("last", last?.id), lastAt: last?.position ?? conversation.lastAt });
}

/** A page's and a message's view of what is kept. */
export class Messages {
  constructor(
    private readonly archive: Archive,
    private readonly people: People,
    private readonly context: Context,
  ) {}

  async page(
    conversation: Id,
    at: { readonly around?: Id; readonly before?: number; readonly after?: number },
  ): Promise<Page> {
    const stored = this.archive.conversations.get(conversation);
    if (at.before !== undefined) return await this.#beyond(conversation, "before", at.before);
    if (at.after !== undefined) return await this.#beyond(conversation, "after", at.after);
    const around = at.around === undefined ? undefined : await this.archive.shelf.message(at.around);
    const unreadFrom = stored !== undefined && stored.unread > 0 ? stored.readTo : undefined;
    const position = around?.conversation === conversation ? around.position : unreadFrom ?? Number.MAX_SAFE_INTEGER;
    const older = await this.#read(conversation, "before", position, PAGE);
    const newer = await this.#read(conversation, "after", position - 1, PAGE);
    const messages = [...older.messages.toReversed(), ...newer.messages];
    const firstUnread = unreadFrom === undefined
      ? undefined
      : messages.find((each) => each.position > unreadFrom && isCounted(each, this.people.self));
    return {
      messages: await this.toMessages(messages),
      older: older.more,
      newer: newer.more,
      ...optional("unreadFrom", firstUnread?.id),
    };
  }

  async toMessages(messages: readonly StoredMessage[]): Promise<readonly Message[]> {
    const shown: Message[] = [];
    for (const message of messages) shown.push(await this.toMessage(message));
    return shown;
  }

  async toMessage(message: StoredMessage): Promise<Message> {
    const author = this.people.person(message.author);
    const conversation = this.archive.conversations.get(message.conversation);
    return {
      id: message.id,
      conversation: message.conversation,
      author: message.author,
      authorName: author.name,
      ...optional("authorPicture", author.picture),
      mine: message.author === this.people.self,
      at: saidAt(message),
      position: message.position,
      content: contentOf(message, this.context),
      encrypted: message.by !== "none",
      ...optional("tick", message.tick),
      ...optional("failure", message.failure),
      ...optional("quote", message.quote === undefined ? undefined : await this.#quote(message.quote, message)),
      pinned: conversation?.pins.some((pin) => pin.message === message.id) ?? false,
      ...optional("disappearsAt", message.expiresAt),
      mentionsMe: mentionsMe(message, this.people.self, { person: (id) => this.archive.people.get(id) }),
    };
  }

  async #quote(id: Id, by: StoredMessage): Promise<Quote> {
    const quoted = await this.archive.shelf.message(id);
    if (quoted === undefined || quoted.conversation !== by.conversation || quoted.state !== "here") {
      const state = quoted?.state === "recalled" ? "recalled" : "unknown";
      return { message: id, authorName: "", mine: false, kind: state, text: "", gone: true };
    }
    const content = contentOf(quoted, this.context);
    return {
      message: id,
      authorName: this.people.person(quoted.author).name,
      mine: quoted.author === this.people.self,
      kind: content.kind,
      text: lineOf(content),
      ...optional("picture", content.kind === "picture" ? content.preview : undefined),
      gone: false,
    };
  }

  async #beyond(conversation: Id, side: "before" | "after", position: number): Promise<Page> {
    const { messages, more } = await this.#read(conversation, side, position, PAGE);
    const ordered = side === "before" ? messages.toReversed() : messages;
    return {
      messages: await this.toMessages(ordered),
      older: side === "before" ? more : true,
      newer: side === "after" ? more : true,
    };
  }

  /** The messages that are shown, and whether there are more. */
  async #read(
    conversation: Id,
    side: "before" | "after",
    position: number,
    most: number,
  ): Promise<{ readonly messages: readonly StoredMessage[]; readonly more: boolean }> {
    const messages: StoredMessage[] = [];
    let from = position;
    for (;;) {
      const some = await this.archive.shelf.messages(conversation, side, from, MOST_OF_A_PAGE);
      for (const message of some) {
        if (message.state === "erased") continue;
        if (messages.length === most) return { messages, more: true };
        messages.push(message);
      }
      const last = some.at(-1);
      if (last === undefined || some.length < MOST_OF_A_PAGE) return { messages, more: false };
      from = last.position;
    }
  }
}

/** Reads on from where the person had read; what counts now, and which of it they have read by that. */
export async function readUpTo(
  records: Transaction,
  conversation: Id,
  until: number,
  self: Id,
  archive: Archive,
): Promise<readonly StoredMessage[]> {
  const known = records.conversation(conversation);
  if (known === undefined || until <= known.readTo) return [];
  const kept = await archive.shelf.messages(conversation, "after", known.readTo, MOST_UNREAD);
  const changed = [...records.changedMessages.values()]
    .filter((message) => message?.conversation === conversation && message.position > known.readTo);
  const messages = [...new Map([...kept, ...changed].map((message) => [message?.id, message])).values()]
    .filter((message) => message !== undefined);
  const counted = messages.filter((message) => isCounted(message, self));
  const read = counted.filter((message) => message.position <= until);
  const rest = counted.filter((message) => message.position > until);
  records.putConversation({
    ...known,
    readTo: Math.min(until, UNSENT - 1),
    unread: rest.length,
    mentioned: rest.some((message) => mentionsMe(message, self, records)),
  });
  const now = Date.now();
  for (const message of read) {
    if (message.expireIn > 0 && message.expiresAt === undefined) {
      records.putMessage({ ...message, expiresAt: now + message.expireIn * 1000 });
    }
  }
  return read;
}
