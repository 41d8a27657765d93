/** Treats what was pushed, in the transaction of its batch: opens it, and keeps what it says. What is to be done afterwards is noted. */
import type { MessageView } from "../protocol/blaze.ts";
import { openBox } from "../protocol/boxes.ts";
import { base64Url, type Bytes } from "../protocol/bytes.ts";
import { familyOf, inFamily } from "../protocol/categories.ts";
import { conversationOf, type Id } from "../protocol/ids.ts";
import { type Payload, readPayload } from "../protocol/payload/payload.ts";
import type { Protection } from "./api.ts";
import type { Transaction } from "./archive.ts";
import { NOBODY, optional } from "./contents.ts";
import type { Treated } from "./inbox.ts";
import { isKeyOf } from "./knownDevices.ts";
import { weighProtection } from "./knownProtection.ts";
import {
  addEvent,
  addMessage,
  eraseMessages,
  isCounted,
  markChanged,
  pinMessages,
  readUpTo,
  recallMessage,
  unpin,
} from "./messages.ts";
import type { Parts } from "./parts.ts";
import { PushOpener } from "./sealing/opener.ts";
import { markOutdated } from "./sealing/rosters.ts";
import { isHad, type StoredMessage } from "./stored.ts";
import type { CallSignal, SystemEvent } from "./records.ts";

/** What is to be done once the batch is kept. */
export interface Afterwards {
  readonly conversations: ReadonlySet<Id>;
  readonly people: ReadonlySet<Id>;
  readonly circles: boolean;
  readonly devices: boolean;
  readonly chores: boolean;
  readonly unreadable: boolean;
  readonly arrived: readonly StoredMessage[];
  readonly calls: readonly { readonly view: MessageView; readonly signal: CallSignal }[];
}

const EVENTS_THAT_CHANGE_KEYS = new Set(["ADD", "REMOVE", "JOIN", "EXIT", "CREATE", "EXPIRE", "ROLE", "UPDATE"]);

export class PushHandler {
  #after = nothing();

  constructor(private readonly parts: Parts) {}

  /** What there is to do since this was asked for. */
  takeAfterwards(): Afterwards {
    const after = this.#after;
    this.#after = nothing();
    return after;
  }

  async treat(records: Transaction, view: MessageView): Promise<Treated> {
    const { conversation, session } = view;
    if (conversation === undefined || isHad(await records.message(view.message))) return "received";
    if (session === undefined) return await this.#systemSaid(records, view, conversation);
    if (view.category === "PLAIN_JSON") return await this.#asked(records, view, conversation, session);
    if (familyOf(view.category) === "WEBRTC") return await this.#call(records, view, conversation);
    if (familyOf(view.category) === "ENCRYPTED") return await this.#boxed(records, view, session);
    const opener = this.#opener(records);
    const opened = await opener.open(this.#pushed(view, conversation, session));
    this.#after.chores ||= opener.chores;
    switch (opened.outcome) {
      case "show":
        return await this.#show(records, view, opened.id, inFamily(view.category, "PLAIN"), opened.content, "signal");
      case "open":
        return await this.#open(records, view, conversation);
      case "nothing":
        return "read";
      case "unreadable":
        this.#after.unreadable = true;
        await this.#keepUnreadable(records, view);
        return "received";
      case "changed":
        return await this.#changed(records, conversation, opened.user);
    }
  }

  async keepUnknown(records: Transaction, view: MessageView): Promise<void> {
    if (view.conversation === undefined) return;
    await this.#add(records, stored(view, view.message, view.category, view.payload, "none"));
  }

  /** How far messages of ours have come. */
  async receipts(records: Transaction, views: readonly MessageView[]): Promise<void> {
    for (const view of views) {
      const message = await records.message(view.message);
      if (message === undefined || message.author !== this.parts.self) continue;
      const tick = view.status === "READ" ? "read" : view.status === "DELIVERED" ? "delivered" : undefined;
      const isFurther = tick === "read"
        ? message.tick !== "read"
        : message.tick === "sent" || message.tick === "sending";
      if (tick === undefined || !isFurther || message.tick === "failed") continue;
      records.putMessage({ ...message, tick });
      const conversation = records.conversation(message.conversation);
      if (tick === "read" && conversation !== undefined && (conversation.readByOthersAt ?? 0) < message.position) {
        records.putConversation({
          ...conversation,
          readByOthers: message.id,
          readByOthersAt: message.position,
        });
      }
    }
  }

  #opener(records: Transaction): PushOpener {
    return new PushOpener(records, this.parts.self, this.parts.device, async (id) => isHad(await records.message(id)));
  }

  #pushed(view: MessageView, conversation: Id, session: Id) {
    const { message: id, category, payload, user } = view;
    return { id, conversation, sender: { user, session }, category, payload };
  }

  // --- messages -------------------------------------------------------------------------------------------------------------------

  async #show(
    records: Transaction,
    view: MessageView,
    id: Id,
    category: string,
    content: Bytes,
    by: Protection,
  ): Promise<Treated> {
    // Bots' and people's own words, as they were protected so far: the page marks what comes less protected.
    if (view.user !== this.parts.self && view.user !== NOBODY) weighProtection(records, view.user, by);
    if (category === "PLAIN_JSON") return "read";
    await this.#add(records, stored(view, id, category, content, by));
    return "received";
  }

  async #open(records: Transaction, view: MessageView, conversation: Id): Promise<Treated> {
    const payload = readPayload(view.category, view.payload);
    switch (payload.kind) {
      case "recall":
        await recallMessage(records, payload.message, conversation);
        return "read";
      case "pin":
        await this.#pin(records, view, conversation, payload);
        return "read";
      case "snapshot":
        await this.#add(records, stored(view, view.message, view.category, view.payload, "none"));
        return "received";
      case "system-conversation":
      case "system-user":
      case "system-circle":
      case "system-session":
        // Only the server says such, and it has no session.
        return "read";
      default:
        return await this.#show(records, view, view.message, view.category, view.payload, "none");
    }
  }

  async #pin(
    records: Transaction,
    view: MessageView,
    conversation: Id,
    payload: Extract<Payload, { kind: "pin" }>,
  ): Promise<void> {
    if (payload.action === "UNPIN") {
      unpin(records, conversation, payload.messages);
      return;
    }
    const at = Math.floor(view.createdAt / 1000);
    await pinMessages(records, conversation, payload.messages, view.user, at, this.parts.context);
    await addEvent(records, conversation, { what: "pinned", by: view.user }, view.createdAt, this.parts.self);
  }

  async #boxed(records: Transaction, view: MessageView, session: Id): Promise<Treated> {
    const payload = readPayload(view.category, view.payload);
    if (payload.kind === "encrypted" && isKeyOf(records, view.user, session, base64Url(payload.sender))) {
      const box = await openBox(this.parts.owner.keys, this.parts.owner.session, payload);
      if (box.outcome === "opened") {
        const category = inFamily(view.category, "PLAIN");
        return await this.#show(records, view, view.message, category, box.payload, "encrypted");
      }
    }
    return await this.#show(records, view, view.message, view.category, view.payload, "encrypted");
  }

  async #keepUnreadable(records: Transaction, view: MessageView): Promise<void> {
    await this.#add(records, {
      ...stored(view, view.message, inFamily(view.category, "PLAIN"), new Uint8Array(0), "signal"),
      state: "unreadable",
    });
  }

  async #add(records: Transaction, message: StoredMessage): Promise<void> {
    const { self } = this.parts;
    const isDirect = conversationOf(self, message.author) === message.conversation;
    const peer = isDirect && message.author !== self ? message.author : undefined;
    const known = records.conversation(message.conversation);
    const before = await records.message(message.id);
    const expires = message.author === self && message.expireIn > 0
      ? { expiresAt: Date.now() + message.expireIn * 1000 }
      : {};
    await addMessage(records, { ...message, ...expires }, self, peer);
    if (known === undefined || !known.known) this.#after.conversations.add(message.conversation);
    if (records.person(message.author) === undefined && message.author !== NOBODY) {
      this.#after.people.add(message.author);
    }
    if (before === undefined && isCounted(message, self)) this.#after.arrived.push(message);
  }

  /** Their identity key is another one: what they say waits until it is accepted. */
  async #changed(records: Transaction, conversation: Id, user: Id): Promise<Treated> {
    if (records.person(user) === undefined) this.#after.people.add(user);
    await markChanged(records, conversation, user, this.parts.api.http.now() * 1000, this.parts.self);
    return "left";
  }

  // --- what clients and the server say --------------------------------------------------------------------------------------------

  async #asked(records: Transaction, view: MessageView, conversation: Id, session: Id): Promise<Treated> {
    const payload = readPayload(view.category, view.payload);
    if (payload.kind !== "control") return "read";
    const opener = this.#opener(records);
    const known = opener.answer(this.#pushed(view, conversation, session), payload);
    this.#after.chores ||= opener.chores;
    if (!known && payload.action === "ACKNOWLEDGE_MESSAGE_RECEIPTS" && view.user === this.parts.self) {
      await this.#readElsewhere(records, payload.acknowledgements.filter((each) => each.status === "READ"));
    }
    return "read";
  }

  async #readElsewhere(records: Transaction, read: readonly { readonly message: Id }[]): Promise<void> {
    const furthest = new Map<Id, number>();
    for (const { message: id } of read) {
      const message = await records.message(id);
      if (message === undefined) continue;
      furthest.set(message.conversation, Math.max(furthest.get(message.conversation) ?? 0, message.position));
    }
    for (const [conversation, until] of furthest) {
      await readUpTo(records, conversation, until, this.parts.self, this.parts.archive);
      this.parts.tell({ told: "withdraw", conversation });
    }
  }

  async #systemSaid(records: Transaction, view: MessageView, conversation: Id): Promise<Treated> {
    const payload = readPayload(view.category, view.payload);
    switch (payload.kind) {
      case "system-conversation":
        await this.#roomChanged(records, view, conversation, payload);
        return "read";
      case "system-user":
        this.#after.people.add(payload.user);
        return "read";
      case "system-circle":
        this.#after.circles = true;
        return "read";
      case "system-session":
        this.#after.devices = true;
        return "read";
      case "snapshot":
        await this.#add(records, stored(view, view.message, view.category, view.payload, "none"));
        return "received";
      case "recall":
        await recallMessage(records, payload.message, conversation);
        return "read";
      default:
        if (view.user === NOBODY) return "read";
        return await this.#open(records, view, conversation);
    }
  }

  async #roomChanged(
    records: Transaction,
    view: MessageView,
    conversation: Id,
    payload: Extract<Payload, { kind: "system-conversation" }>,
  ): Promise<void> {
    if (EVENTS_THAT_CHANGE_KEYS.has(payload.action)) markOutdated(records, conversation);
    this.#after.conversations.add(conversation);
    for (const user of [payload.actor, payload.participant]) {
      if (user !== undefined && user !== NOBODY && records.person(user) === undefined) this.#after.people.add(user);
    }
    const known = records.conversation(conversation);
    // What changed by UPDATE is seen once the server was asked. A contact's conversation begins without a word.
    const isShown = payload.action !== "UPDATE" && (known === undefined || known.group || payload.action === "EXPIRE");
    if (isShown) await this.#add(records, stored(view, view.message, view.category, view.payload, "none"));
  }

  // --- calls ----------------------------------------------------------------------------------------------------------------------

  async #call(records: Transaction, view: MessageView, conversation: Id): Promise<Treated> {
    const payload = readPayload(view.category, view.payload);
    const call = view.quote ?? view.message;
    const signal = signalOf(payload, call);
    if (signal === undefined) return "read";
    this.#after.calls.push({ view, signal });
    if (payload.kind === "call-end" && !isHad(await records.message(call))) {
      const end = stored(view, call, view.category, view.payload, "none");
      await this.#add(records, { ...end, conversation, quote: undefined } as StoredMessage);
    }
    return "read";
  }

  /** Messages whose time is over. */
  async expire(records: Transaction, ids: readonly Id[]): Promise<void> {
    await eraseMessages(records, ids, this.parts.archive);
  }
}

function stored(view: MessageView, id: Id, category: string, payload: Bytes, by: Protection): StoredMessage {
  return {
    id,
    conversation: view.conversation ?? NOBODY,
    author: view.user,
    position: view.createdAt,
    category,
    payload,
    state: "here",
    by,
    ...optional("quote", view.quote),
    expireIn: view.expireIn,
    ...(view.silent ? { silent: true } : {}),
  };
}

function signalOf(payload: Payload, call: Id): CallSignal | undefined {
  switch (payload.kind) {
    case "call-description":
      return { what: payload.type, call, data: JSON.stringify({ type: payload.type, sdp: payload.sdp }) };
    case "call-candidates":
      return {
        what: "candidate",
        call,
        data: JSON.stringify(
          payload.candidates.map(({ sdp, mid, lineIndex }) => ({
            candidate: sdp,
            sdpMid: mid,
            sdpMLineIndex: lineIndex,
          })),
        ),
      };
    case "call-end":
      return { what: payload.end, call };
    default:
      return undefined;
  }
}

function nothing() {
  return {
    conversations: new Set<Id>(),
    people: new Set<Id>(),
    circles: false,
    devices: false,
    chores: false,
    unreadable: false,
    arrived: [] as StoredMessage[],
    calls: [] as { readonly view: MessageView; readonly signal: CallSignal }[],
  };
}

/** What an UPDATE has changed, seen from the conversation before and after it. */
export function changesOf(
  before: { readonly name: string; readonly picture?: string; readonly announcement: string },
  after: { readonly name: string; readonly picture?: string; readonly announcement: string },
): readonly { readonly what: SystemEvent["what"]; readonly value?: string }[] {
  return [
    ...(before.name === after.name ? [] : [{ what: "renamed" as const, value: after.name }]),
    ...(before.picture === after.picture ? [] : [{ what: "picture" as const }]),
    ...(before.announcement === after.announcement
      ? []
      : [{ what: "announcement" as const, value: after.announcement }]),
  ];
}
