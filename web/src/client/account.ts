/** An account that is open: its connection, its keys, its store, and what the page is told of them. */
import type { Acknowledgement, BlazeReply, MessageView } from "../protocol/blaze.ts";
import { conversationOf, type Id, randomId } from "../protocol/ids.ts";
import { writePayload } from "../protocol/payload/payload.ts";
import { findTime } from "../protocol/time.ts";
import { signToken, type TokenOwner } from "../protocol/tokens.ts";
import { MOST_RECORDS } from "../signal/records.ts";
import { addressName, type DeviceAddress } from "../signal/sessions.ts";
import type { AccountStore } from "../store/accountStore.ts";
import { Acknowledger } from "./acknowledger.ts";
import { Api } from "./api.ts";
import { Archive, type Changes, type Transaction } from "./archive.ts";
import { BlazeLink, type LinkListener } from "./blazeLink.ts";
import { Circles } from "./circles.ts";
import { contentOf, type Context, lineOf, LOCAL, optional } from "./contents.ts";
import { failed } from "./failed.ts";
import { list, text } from "./fields.ts";
import { Files } from "./files.ts";
import { changesOf, PushHandler } from "./handler.ts";
import { Http } from "./http.ts";
import { Inbox } from "./inbox.ts";
import { addEvent, isCounted, mentionsMe, Messages } from "./messages.ts";
import { Ledger } from "./ledger.ts";
import { Outbox } from "./outbox.ts";
import type { Parts } from "./parts.ts";
import { People } from "./people.ts";
import type { Account as ShownAccount, Link, Settings, Told } from "./records.ts";
import { Rooms } from "./rooms.ts";
import { deviceOf, type KeptSaid, type OwnMessages } from "./sealing/device.ts";
import { kind } from "./sealing/records.ts";
import { findRoster } from "./sealing/rosters.ts";
import { SealedConversations } from "./sealing/sealedConversations.ts";
import { SealingServer } from "./sealingServer.ts";
import { Sender } from "./sender.ts";
import { StoreShelf } from "./shelf.ts";
import { Stickers } from "./stickers.ts";
import type { StoredAccount, StoredMessage } from "./stored.ts";
import { Talk } from "./talk.ts";
import { Trusting } from "./trusting.ts";
import { Groups } from "./groups.ts";
import { Expiry } from "./expiry.ts";
import type { Surroundings } from "./surroundings.ts";

/** All kinds of records but those that the archive reads first. */
const KINDS = [
  ...Object.keys(MOST_RECORDS),
  "sealing.waiting",
  "sealing.chore",
  "sealing.chore-begun",
  "sealing.roster",
  "sealing.said-counter",
  "sealing.offered",
  "protection.user",
  "protection.devices",
  "outbox",
  "circle",
  "sticker",
  "asset",
  "cursor",
  "expiry",
];

const CURSOR = kind<number>("cursor", 8);
const RECEIPTS = "receipts";
const MOST_RECEIPTS = 500;
const TOLD_WITHIN = 16;

export interface AccountListener {
  tell(account: OpenAccount, told: Told): void;
  /** The server has ended the session. */
  ended(account: OpenAccount): void;
  /** How many conversations have something unread has changed. */
  unreadChanged(account: OpenAccount, unread: number): void;
  /** The person, as the server describes them, has changed. */
  profileChanged(account: OpenAccount): void;
  isVisible(account: OpenAccount, conversation: Id): boolean;
}

export class OpenAccount implements LinkListener {
  readonly #closed = new AbortController();
  readonly parts: Parts;
  readonly talk: Talk;
  readonly groups: Groups;
  readonly trusting: Trusting;
  readonly circles: Circles;
  readonly stickers: Stickers;
  readonly ledger: Ledger;
  readonly #inbox: Inbox;
  readonly #handler: PushHandler;
  readonly #expiry: Expiry;
  #link: Link = { state: "connecting" };
  #wasOffline = false;
  #withoutKeys = false;
  #pushed = 0;
  #touched = new Set<Id>();
  #unread = -1;
  #changes = emptyChanges();
  #telling: ReturnType<typeof setTimeout> | undefined;

  private constructor(
    readonly stored: StoredAccount,
    owner: TokenOwner,
    store: AccountStore,
    shelf: StoreShelf,
    archive: Archive,
    surroundings: Surroundings,
    private readonly listener: AccountListener,
    settings: () => Settings,
  ) {
    const self = owner.user;
    const http = new Http(
      surroundings.origin,
      (method, target, body, now) => signToken(owner, method, target, body, now),
      surroundings.fetch,
      this.#closed.signal,
    );
    const api = new Api(http);
    const people = new People(self, archive, api, this.#closed.signal);
    const files = new Files(store, api, surroundings.fetch, (message) => this.#messageChanged(message));
    this.ledger = new Ledger(archive, api, people, owner, stored.pinToken, () => this.#contextChanged());
    this.stickers = new Stickers(archive, api, () => this.#contextChanged());
    this.circles = new Circles(archive, api, (circles) => this.#tell({ told: "circles", circles }));
    const context: Context = {
      self,
      person: (user) => people.person(user),
      findByNumber: (number) => people.findByNumber(number),
      file: (message) => files.state(message),
      sticker: (sticker) => this.stickers.shown(sticker),
      symbol: (asset) => this.ledger.symbol(asset),
      picture: (address) => api.picture(address).picture,
    };
    const rooms = new Rooms(archive, api, people, context, (id) => this.circles.of(id));
    const messages = new Messages(archive, people, context);
    const link = new BlazeLink(surroundings.blaze, http, surroundings.dial, this);
    const device = deviceOf(self);
    const sealingServer = new SealingServer(self, archive, api, link);
    const sealed = new SealedConversations<Transaction>(
      { user: self, session: owner.session },
      archive,
      device,
      sealingServer,
      SAID,
      keepSaid,
      (conversation, users) => void this.#devicesJoined(conversation, users),
      (left) => this.#keysLeft(left),
    );
    const sender = new Sender(owner, archive, api, link, people, rooms, sealed);
    const outbox: Outbox = new Outbox(archive, {
      carry: (errand) => this.talk.carry(errand),
      gaveUp: (records, errand, failure) => this.talk.gaveUp(records, errand, failure),
    });
    this.parts = {
      self,
      owner,
      store,
      shelf,
      archive,
      api,
      link,
      people,
      rooms,
      messages,
      context,
      files,
      device,
      sealed,
      sender,
      outbox,
      receipts: new Acknowledger((batch) => this.#acknowledge(batch)),
      readMarks: new Acknowledger((batch) => this.#tellOwnDevices(batch)),
      settings,
      isVisible: (conversation) => listener.isVisible(this, conversation),
      tell: (told) => this.#tell(told),
    };
    this.talk = new Talk(this.parts);
    this.groups = new Groups(this.parts);
    this.trusting = new Trusting(this.parts, stored, () => this.#inbox.startOver());
    this.#expiry = new Expiry(archive, files);
    this.#handler = new PushHandler(this.parts);
    this.#inbox = new Inbox(archive, {
      treat: (records, pushed) => this.#handler.treat(records, pushed),
      keepUnknown: (records, pushed) => this.#handler.keepUnknown(records, pushed),
      treated: (count) => this.#treated(count),
      receipts: (views) => this.#receipts(views),
      acknowledge: (each) => this.parts.receipts.add(each),
      listAgain: () => link.listAgain(),
      caughtUp: () => this.#caughtUp(),
    });
  }

  static async open(
    stored: StoredAccount,
    store: AccountStore,
    surroundings: Surroundings,
    listener: AccountListener,
    settings: () => Settings,
  ): Promise<OpenAccount> {
    const keys = await store.findSessionKeys();
    if (keys === undefined) throw failed("ended");
    const owner = { user: stored.user, session: stored.session, keys };
    const shelf = new StoreShelf(store);
    let account: OpenAccount | undefined = undefined;
    const archive = await Archive.open(shelf, KINDS, (changes) => account?.changed(changes));
    const opened = new OpenAccount(stored, owner, store, shelf, archive, surroundings, listener, settings);
    account = opened;
    await opened.parts.files.open();
    await opened.parts.rooms.open();
    return opened;
  }

  /** Connects, and does what was left undone. */
  start(): void {
    if (this.stored.endedAt !== undefined) {
      this.#link = { state: "ended" };
      return;
    }
    void this.#start();
  }

  async #start(): Promise<void> {
    await this.parts.archive.ready();
    this.parts.link.start();
    this.parts.sealed.start();
    this.parts.outbox.start();
    this.#expiry.start();
  }

  close(): void {
    this.#closed.abort();
    this.parts.link.close();
    this.parts.sealed.close();
    this.parts.outbox.close();
    this.#inbox.close();
    this.#expiry.close();
    clearTimeout(this.#telling);
  }

  tryNow(): void {
    this.parts.link.tryNow();
  }

  get link(): Link {
    return this.#link;
  }

  get unread(): number {
    return this.#unread === -1 ? this.#countUnread() : this.#unread;
  }

  /** Tells everything that the lists show, as after a start. */
  tellAll(): void {
    const { rooms, archive } = this.parts;
    const shown = [...archive.conversations.values()].filter((each) =>
      each.hidden !== true && each.last !== undefined || each.known && each.hidden !== true
    );
    this.#tell({
      told: "conversations",
      changed: shown.map((each) => rooms.toConversation(each)),
      removed: [],
      all: true,
    });
    this.#tell({
      told: "people",
      changed: [...archive.people.values()].map((each) => this.parts.people.toPerson(each)),
    });
    this.#tell({ told: "circles", circles: this.circles.all() });
    this.#tell({ told: "link", link: this.#link });
  }

  // --- the connection -------------------------------------------------------------------------------------------------------------

  connecting(): void {
    this.#setLink({ state: this.#wasOffline ? "offline" : "connecting" });
  }

  connected(): void {
    this.#pushed = 0;
    this.#touched.clear();
    if (this.#wasOffline) {
      this.#setLink({ state: "back", sent: this.parts.outbox.waiting, received: 0, conversations: 0 });
    } else this.#setLink({ state: "online" });
    this.#wasOffline = false;
    void this.#refresh();
  }

  disconnected(nextTry: number): void {
    this.#wasOffline = true;
    this.#setLink({ state: "offline", nextTry: Math.round(nextTry) });
  }

  heard(reply: BlazeReply): void {
    this.#inbox.take(reply);
  }

  ended(): void {
    this.#setLink({ state: "ended" });
    this.listener.ended(this);
  }

  #setLink(link: Link): void {
    this.#link = link;
    this.#tell({ told: "link", link });
  }

  /** What may have changed while there was no connection. */
  async #refresh(): Promise<void> {
    const { api, people, archive } = this.parts;
    try {
      await people.refresh(this.parts.self);
      for (const friend of await api.friends()) await people.keep(friend);
      await this.circles.refresh();
      await this.#askReceipts();
      await this.parts.outbox.start();
      for (const conversation of [...archive.conversations.values()]) {
        if (!conversation.known && conversation.last !== undefined) await this.#refreshRoom(conversation.id);
      }
      this.listener.profileChanged(this);
    } catch {
      // The next connection asks again.
    }
  }

  #caughtUp(): void {
    if (this.#link.state === "back" && this.#pushed > 0) {
      const { sent = 0 } = this.#link;
      this.#setLink({ state: "back", sent, received: this.#pushed, conversations: this.#touched.size });
    }
  }

  // --- what came ------------------------------------------------------------------------------------------------------------------

  #treated(_count: number): void {
    const after = this.#handler.takeAfterwards();
    if (after.chores || after.unreadable) this.parts.sealed.look(after.unreadable);
    for (const user of after.people) void this.#refreshPerson(user);
    for (const conversation of after.conversations) void this.#refreshRoom(conversation);
    if (after.circles) void this.circles.refresh().catch(() => {});
    this.#pushed += after.arrived.length;
    for (const message of after.arrived) this.#touched.add(message.conversation);
    this.#notify(after.arrived);
    for (const { view, signal } of after.calls) {
      const conversation = view.conversation ?? conversationOf(this.parts.self, view.user);
      this.#tell({ told: "call", conversation, from: this.parts.people.person(view.user), signal });
    }
  }

  async #receipts(views: readonly MessageView[]): Promise<void> {
    if (views.length === 0) return;
    await this.parts.archive.inTransaction(async (records) => {
      await this.#handler.receipts(records, views);
      const latest = Math.max(...views.map((view) => view.updatedAt), records.find(CURSOR, RECEIPTS) ?? 0);
      records.put(CURSOR, RECEIPTS, latest);
    });
  }

  /** How far messages came while we were away. */
  async #askReceipts(): Promise<void> {
    const { archive, api } = this.parts;
    await archive.ready();
    const since = archive.find(CURSOR, RECEIPTS);
    if (since === undefined) {
      const now = api.http.now() * 1000;
      await archive.inTransaction((records) => records.put(CURSOR, RECEIPTS, now));
      return;
    }
    for (let page = 0, from = since; page < 100; page++) {
      const answer = list(await api.http.patiently(() => api.http.get("/messages/status/" + String(from) + "000")));
      const views = answer.flatMap((each) => receiptOf(each) ?? []);
      await this.#receipts(views);
      const next: number = archive.find(CURSOR, RECEIPTS) ?? from;
      if (answer.length < MOST_RECEIPTS || next === from) return;
      from = next;
    }
  }

  async #refreshPerson(user: Id): Promise<void> {
    try {
      await this.parts.people.refresh(user);
      if (user === this.parts.self) this.listener.profileChanged(this);
    } catch {
      // Unknown to the server, or it is away: asked about again when they are shown.
    }
  }

  async #refreshRoom(id: Id): Promise<void> {
    const { archive, rooms, self, api } = this.parts;
    try {
      const before = archive.conversations.get(id);
      const after = await rooms.refresh(id);
      if (before?.known !== true || after === undefined || !after.group) return;
      const changes = changesOf(before, after);
      if (changes.length === 0) return;
      await archive.inTransaction(async (records) => {
        for (const change of changes) await addEvent(records, id, change, api.http.now() * 1000, self);
      });
    } catch {
      // The next connection asks again.
    }
  }

  async #devicesJoined(conversation: Id, users: ReadonlySet<Id>): Promise<void> {
    const { archive, self, api } = this.parts;
    await archive.inTransaction(async (records) => {
      for (const whom of users) {
        if (whom !== self) await addEvent(records, conversation, { what: "device", whom }, api.http.now() * 1000, self);
      }
    });
  }

  #keysLeft(left: boolean): void {
    if (this.#withoutKeys === !left) return;
    this.#withoutKeys = !left;
    this.listener.profileChanged(this);
  }

  get withoutKeys(): boolean {
    return this.#withoutKeys;
  }

  async #acknowledge(batch: readonly Acknowledgement[]): Promise<void> {
    await this.parts.link.ask({ id: randomId(), action: "ACKNOWLEDGE_MESSAGE_RECEIPTS", acknowledgements: batch });
  }

  /** As the apps do: the server passes it on to this person's other sessions. */
  async #tellOwnDevices(batch: readonly Acknowledgement[]): Promise<void> {
    const { self, link } = this.parts;
    const acknowledgements = batch.map(({ message }) => ({ message, status: "READ" }));
    const payload = writePayload({
      kind: "control",
      action: "ACKNOWLEDGE_MESSAGE_RECEIPTS",
      messages: [],
      acknowledgements,
    });
    await link.ask({
      id: randomId(),
      action: "CREATE_MESSAGE",
      message: {
        conversation: conversationOf(self, self),
        message: randomId(),
        category: "PLAIN_JSON",
        payload,
        recipient: self,
      },
    });
  }

  // --- what the page is told ------------------------------------------------------------------------------------------------------

  /** After each transaction. Changes are gathered for a moment: a burst is told at once. */
  changed(changes: Changes): void {
    for (const message of changes.messages) {
      this.#changes.messages.set(message.id, message);
      this.#expiry.learn(message);
      if (this.parts.rooms.learnLine(message)) this.#changes.conversations.add(message.conversation);
    }
    for (const message of changes.removed) this.#changes.removed.set(message.id, message.conversation);
    for (const conversation of changes.conversations) {
      this.#changes.conversations.add(conversation.id);
      const last = conversation.last === undefined ? undefined : this.#changes.messages.get(conversation.last);
      if (last !== undefined) this.parts.rooms.learnLine(last);
    }
    for (const id of changes.removedConversations) this.#changes.removedConversations.add(id);
    for (const person of changes.people) this.#changes.people.add(person.id);
    this.#soon();
  }

  #messageChanged(id: Id): void {
    this.#changes.looked.add(id);
    this.#soon();
  }

  /** Something that messages refer to is known now: those that were told lately are told once more. */
  #contextChanged(): void {
    this.#changes.context = true;
    this.#soon();
  }

  #soon(): void {
    this.#telling ??= setTimeout(() => void this.#tellChanges(), TOLD_WITHIN);
  }

  readonly #toldLately = new Map<Id, Id>();

  async #tellChanges(): Promise<void> {
    this.#telling = undefined;
    const changes = this.#changes;
    this.#changes = emptyChanges();
    try {
      await this.#tellMessages(changes);
      this.#tellConversations(changes);
    } catch {
      // Closed meanwhile.
    }
  }

  async #tellMessages(changes: Gathered): Promise<void> {
    const { archive, messages } = this.parts;
    if (changes.context) { for (const id of this.#toldLately.keys()) changes.looked.add(id); }
    for (const id of changes.looked) {
      const message = changes.messages.has(id) ? undefined : await archive.shelf.message(id);
      if (message !== undefined) changes.messages.set(id, message);
    }
    const byConversation = Map.groupBy(changes.messages.values(), (message) => message.conversation);
    for (const id of changes.removed.values()) if (!byConversation.has(id)) byConversation.set(id, []);
    for (const [conversation, all] of byConversation) {
      const shown = all.filter((message) => message.state !== "erased");
      const erased = all.filter((message) => message.state === "erased").map((message) => message.id);
      const removed = [...changes.removed].filter(([, of]) => of === conversation).map(([id]) => id);
      this.#tell({
        told: "messages",
        conversation,
        changed: await messages.toMessages(shown),
        removed: [...erased, ...removed],
      });
      for (const { id } of shown) this.#toldLately.set(id, conversation);
    }
    for (const id of this.#toldLately.keys()) {
      if (this.#toldLately.size <= 500) break;
      this.#toldLately.delete(id);
    }
  }

  #tellConversations(changes: Gathered): void {
    const { archive, people, rooms } = this.parts;
    if (changes.people.size > 0) {
      const changed = [...changes.people].flatMap((id) => archive.people.get(id) ?? []);
      this.#tell({ told: "people", changed: changed.map((each) => people.toPerson(each)) });
      // Names, pictures and trust of conversations are those of people.
      for (const each of archive.conversations.values()) {
        const concerns = each.peer !== undefined && changes.people.has(each.peer) ||
          each.members.some(({ user }) => changes.people.has(user));
        if (concerns) changes.conversations.add(each.id);
      }
    }
    const all = [...changes.conversations].flatMap((id) => archive.conversations.get(id) ?? []);
    const shown = all.filter((each) => each.hidden !== true);
    const removed = [
      ...changes.removedConversations,
      ...all.filter((each) => each.hidden === true).map((each) => each.id),
    ];
    if (shown.length + removed.length > 0) {
      this.#tell({
        told: "conversations",
        changed: shown.map((each) => rooms.toConversation(each)),
        removed,
        all: false,
      });
    }
    const unread = this.#countUnread();
    if (unread !== this.#unread) {
      this.#unread = unread;
      this.listener.unreadChanged(this, unread);
    }
  }

  #countUnread(): number {
    let count = 0;
    for (const each of this.parts.archive.conversations.values()) if (each.unread > 0 && each.hidden !== true) count++;
    return count;
  }

  #notify(arrived: readonly StoredMessage[]): void {
    const { settings, archive, rooms, people, self, context } = this.parts;
    const { notify, groupsAll } = settings();
    if (notify === "off") return;
    for (const [id, messages] of Map.groupBy(arrived, (message) => message.conversation)) {
      const conversation = archive.conversations.get(id);
      if (conversation === undefined || this.parts.isVisible(id)) continue;
      const find = { person: (user: Id) => archive.people.get(user) };
      const alerting = messages.filter((message) => {
        if (message.silent === true || message.category === LOCAL || !isCounted(message, self)) return false;
        const mentioned = mentionsMe(message, self, find);
        const muted = (conversation.muteUntil ?? 0) > Date.now();
        return mentioned || (!muted && (!conversation.group || groupsAll));
      });
      const last = alerting.at(-1);
      if (last === undefined) continue;
      const shown = rooms.toConversation(conversation);
      const line = lineOf(contentOf(last, context));
      const said = conversation.group ? people.person(last.author).name + ": " + line : line;
      this.#tell({
        told: "notify",
        conversation: id,
        name: notify === "nothing" ? "" : shown.name,
        ...optional("text", notify === "name-and-text" ? said : undefined),
        count: conversation.unread,
        ...optional("picture", notify === "nothing" ? undefined : shown.picture),
      });
    }
  }

  #tell(told: Told): void {
    if (!this.#closed.signal.aborted) this.listener.tell(this, told);
  }

  /** The account, as the page sees it. */
  shown(): ShownAccount {
    const { user, session, number, name, biography, hasPin, links } = this.stored;
    const now = this.parts.archive.people.get(user);
    return {
      userId: user,
      sessionId: session,
      number: now?.number ?? number,
      name: now?.name ?? name,
      ...optional("picture", now?.picture ?? this.stored.picture),
      biography: now?.biography ?? biography,
      hasPin: this.trusting.hasPin ?? hasPin,
      links,
      unread: this.unread,
      ...(this.#withoutKeys ? { withoutKeys: true } : {}),
    };
  }
}

interface Gathered {
  readonly messages: Map<Id, StoredMessage>;
  readonly removed: Map<Id, Id>;
  readonly looked: Set<Id>;
  readonly conversations: Set<Id>;
  readonly removedConversations: Set<Id>;
  readonly people: Set<Id>;
  context: boolean;
}

function emptyChanges(): Gathered {
  return {
    messages: new Map(),
    removed: new Map(),
    looked: new Set(),
    conversations: new Set(),
    removedConversations: new Set(),
    people: new Set(),
    context: false,
  };
}

/** What we said is kept as the message itself. */
const SAID: OwnMessages<Transaction> = {
  async find(records: Transaction, id: Id): Promise<KeptSaid | undefined> {
    const message = await records.message(id);
    if (
      message === undefined || message.number === undefined || message.state !== "here" || message.tick === "failed"
    ) {
      return undefined;
    }
    return {
      said: {
        id,
        conversation: message.conversation,
        kind: message.category.slice("PLAIN_".length),
        content: message.payload,
        ...optional("quote", message.quote),
        silent: message.silent === true,
        expireIn: message.expireIn,
      },
      number: message.number,
      again: message.again ?? [],
    };
  },

  async wentAgain(records: Transaction, id: Id, device: DeviceAddress): Promise<void> {
    const message = await records.message(id);
    if (message !== undefined) {
      records.putMessage({ ...message, again: [...message.again ?? [], addressName(device)] });
    }
  },
};

async function keepSaid(
  records: Transaction,
  said: { readonly id: Id; readonly conversation: Id; readonly expireIn: number },
  number: number,
): Promise<void> {
  const message = await records.message(said.id);
  if (message !== undefined) records.putMessage({ ...message, number, expireIn: said.expireIn });
  const conversation = records.conversation(said.conversation);
  const roster = findRoster(records, said.conversation);
  if (conversation?.peer !== undefined && roster !== undefined) {
    const theirs = roster.seats.filter((seat) => seat.device.user === conversation.peer);
    const waiting = theirs.length > 0 && theirs.every((seat) => seat.key === "cant");
    if (waiting !== (conversation.waiting === true)) records.putConversation({ ...conversation, waiting });
  }
}

function receiptOf(each: unknown): MessageView | undefined {
  const status = text(each, "status");
  const message = text(each, "message_id").toLowerCase();
  const updatedAtText = text(each, "updated_at");
  if (status !== "DELIVERED" && status !== "READ") return undefined;
  return {
    user: text(each, "user_id"),
    message,
    category: "",
    payload: new Uint8Array(0),
    status,
    source: "ACKNOWLEDGE_MESSAGE_RECEIPT",
    silent: false,
    expireIn: 0,
    createdAt: 0,
    updatedAt: findTime(updatedAtText) ?? 0,
    createdAtText: "",
    updatedAtText,
  };
}
