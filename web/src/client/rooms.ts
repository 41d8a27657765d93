/** The conversations: what the server says of each, and what the list shows of it. */
import { conversationOf, type Id } from "../protocol/ids.ts";
import type { Api, ApiConversation } from "./api.ts";
import type { Archive, Transaction } from "./archive.ts";
import { contentOf, type Context, lineOf, optional } from "./contents.ts";
import { failed } from "./failed.ts";
import { learnUser, type People, trustOf } from "./people.ts";
import type { Conversation, LastLine, Member, Pin, Trust } from "./records.ts";
import { saidAt, type StoredConversation, type StoredMember, type StoredMessage } from "./stored.ts";
import { Turns } from "./turns.ts";

/** A conversation of which only the id is known, and perhaps the other one. */
export function newConversation(id: Id, peer?: Id): StoredConversation {
  return {
    id,
    group: peer === undefined,
    ...optional("peer", peer),
    name: "",
    announcement: "",
    code: "",
    members: [],
    expireIn: 0,
    pins: [],
    readTo: 0,
    unread: 0,
    mentioned: false,
    lastAt: 0,
    known: false,
  };
}

export class Rooms {
  readonly #turns = new Turns();
  readonly #lines = new Map<Id, StoredMessage>();

  constructor(
    private readonly archive: Archive,
    private readonly api: Api,
    private readonly people: People,
    private readonly context: Context,
    private readonly circlesOf: (conversation: Id) => readonly string[],
  ) {}

  /** Reads the last messages, which the list shows. */
  async open(): Promise<void> {
    const conversations = [...this.archive.conversations.values()];
    await Promise.all(conversations.map(async ({ id, last }) => {
      const message = last === undefined ? undefined : await this.archive.shelf.message(last);
      if (message !== undefined) this.#lines.set(id, message);
    }));
  }

  /** A message has changed, or come: it may be what the list shows. @return whether it is */
  learnLine(message: StoredMessage): boolean {
    if (this.archive.conversations.get(message.conversation)?.last !== message.id) return false;
    this.#lines.set(message.conversation, message);
    return true;
  }

  need(id: Id): StoredConversation {
    const found = this.archive.conversations.get(id);
    if (found === undefined) throw failed("not-found");
    return found;
  }

  /** Asks the server, and keeps what it says. Calls for the same one take turns. */
  refresh(id: Id): Promise<StoredConversation | undefined> {
    return this.#turns.in(id, async () => {
      const found = await this.api.http.patiently(() => this.api.findConversation(id));
      if (found === undefined) {
        await this.archive.inTransaction((records) => markLeft(records, id));
        return this.archive.conversations.get(id);
      }
      return await this.keep(found);
    });
  }

  async keep(said: ApiConversation): Promise<StoredConversation> {
    const kept = await this.archive.inTransaction((records) => learnConversation(records, said, this.people.self));
    for (const { user } of said.participants) if (!this.archive.people.has(user)) this.people.want(user);
    return kept;
  }

  /** As the page sees it. */
  toConversation(stored: StoredConversation): Conversation {
    const peer = stored.peer === undefined ? undefined : this.people.person(stored.peer);
    const own = stored.members.find((member) => member.user === this.people.self);
    const bot = peer?.bot === true;
    const role: Conversation["role"] = stored.group ? own?.role ?? (stored.known ? "left" : "member") : undefined;
    return {
      id: stored.id,
      kind: stored.group ? "group" : "direct",
      name: peer?.name ?? stored.name,
      ...optional("picture", peer?.picture ?? stored.picture),
      ...optional("peer", stored.peer),
      bot,
      trust: this.trustIn(stored),
      ...optional("pinnedAt", stored.pinnedAt),
      ...optional("mutedUntil", stored.muteUntil),
      unread: stored.unread,
      mentioned: stored.mentioned,
      ...optional("draft", stored.draft),
      ...optional("last", this.#lastLine(stored)),
      ...optional("disappearAfter", stored.expireIn === 0 ? undefined : stored.expireIn * 1000),
      ...optional("role", role),
      ...optional("members", stored.group ? stored.members.length : undefined),
      ...optional("announcement", stored.announcement === "" ? undefined : stored.announcement),
      pins: stored.pins satisfies readonly Pin[],
      circles: this.circlesOf(stored.id),
      ...optional("readUntil", stored.readByOthers),
    };
  }

  /** How private it is to write there. */
  trustIn(stored: StoredConversation): Trust {
    if (stored.peer !== undefined) {
      const person = this.archive.people.get(stored.peer);
      const trust = person === undefined ? "encrypted" : trustOf(person);
      return stored.waiting === true && (trust === "encrypted" || trust === "verified") && person?.bot !== true
        ? "waiting"
        : trust;
    }
    const changed = stored.members.some(({ user }) => this.archive.people.get(user)?.changed === true);
    return changed ? "changed" : "encrypted";
  }

  async members(id: Id): Promise<readonly Member[]> {
    const conversation = await this.refresh(id);
    const unknown = (conversation?.members ?? []).map(({ user }) => user).filter((user) =>
      !this.archive.people.has(user)
    );
    if (unknown.length > 0) {
      const found = await this.api.users(unknown);
      await this.archive.inTransaction((records) => {
        for (const user of found) learnUser(records, user);
      });
    }
    return (conversation?.members ?? []).map(({ user, role, since }) => ({
      person: this.people.person(user),
      role,
      since,
    }));
  }

  #lastLine(stored: StoredConversation): LastLine | undefined {
    const message = this.#lines.get(stored.id);
    if (message === undefined || message.id !== stored.last || message.state === "erased") return undefined;
    const content = contentOf(message, this.context);
    return {
      message: message.id,
      author: message.author,
      authorName: this.people.person(message.author).name,
      mine: message.author === this.people.self,
      kind: content.kind,
      text: lineOf(content),
      at: saidAt(message),
      ...optional("tick", message.tick),
    };
  }
}

/** Takes down what the server says of a conversation. */
export function learnConversation(records: Transaction, said: ApiConversation, self: Id): StoredConversation {
  const members: readonly StoredMember[] = said.participants;
  const peer = said.group
    ? undefined
    : members.map(({ user }) => user).find((user) => conversationOf(self, user) === said.id && user !== self);
  const { picture: _picture, muteUntil: _muteUntil, ...before } = records.conversation(said.id) ??
    newConversation(said.id, peer);
  const conversation: StoredConversation = {
    ...before,
    group: said.group,
    ...optional("peer", peer ?? before.peer),
    name: said.name,
    ...optional("picture", said.picture),
    announcement: said.announcement,
    code: said.code,
    members,
    ...optional("muteUntil", said.muteUntil),
    expireIn: said.expireIn,
    known: true,
  };
  records.putConversation(conversation);
  return conversation;
}

/** We are not in it any more, as far as the server tells. */
function markLeft(records: Transaction, id: Id): void {
  const before = records.conversation(id);
  if (before !== undefined && before.group) records.putConversation({ ...before, members: [], known: true });
}
