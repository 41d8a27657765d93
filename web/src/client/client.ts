/**
 * The whole client: the accounts that are signed in on this device, and an answer to each call of the page. Only the worker that owns
 * the store has one.
 */
import { type Id, randomId } from "../protocol/ids.ts";
import { type Payload, writePayload } from "../protocol/payload/payload.ts";
import type { KeyPair } from "../signal/curve.ts";
import { kindOf } from "../store/change.ts";
import type { AccountStore } from "../store/accountStore.ts";
import { type AccountListener, OpenAccount } from "./account.ts";
import { optional } from "./contents.ts";
import { type Failed, failed } from "./failed.ts";
import { pictureText } from "./groups.ts";
import type { Account, Calls, CallSignal, Settings, Told } from "./records.ts";
import { settingsOf } from "./settings.ts";
import { requireWritten } from "./shelf.ts";
import type { StoredAccount } from "./stored.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Caller, Desk } from "./tabs.ts";
import { WayIn } from "./wayIn.ts";

const ACCOUNT = kindOf<StoredAccount>("account");
const SETTINGS = kindOf<Settings>("settings");
const CURRENT = kindOf<Id>("current");
const ONE = "this";
const MOST_ACCOUNTS = 16;
const MOST_PAGE_TEXT = 200;

/** A call as it is answered here: each may wait, and fail. */
type Answers = {
  readonly [K in keyof Calls]: (...with_: Parameters<Calls[K]>) => ReturnType<Calls[K]> | Promise<ReturnType<Calls[K]>>;
};

export class Client implements Desk, AccountListener {
  readonly #accounts = new Map<Id, OpenAccount>();
  readonly #visible = new Map<string, Id>();
  readonly #wayIn: WayIn;
  #current: Id | undefined;
  #settings: Settings;
  #waiting: AbortController | undefined;

  private constructor(
    private readonly surroundings: Surroundings,
    private readonly device: AccountStore,
    settings: Settings,
    private readonly tellPage: (told: Told) => void,
  ) {
    this.#wayIn = new WayIn(surroundings);
    this.#settings = settings;
  }

  static async open(surroundings: Surroundings, tell: (told: Told) => void): Promise<Client> {
    const device = await surroundings.store.account("");
    const settings = settingsOf(await device.find(SETTINGS, ONE));
    const client = new Client(surroundings, device, settings, tell);
    await client.#openAll();
    return client;
  }

  async #openAll(): Promise<void> {
    this.#current = await this.device.find(CURRENT, ONE);
    for (const { value } of await this.device.list(ACCOUNT)) {
      try {
        await this.#open(value);
      } catch {
        // Its keys are gone, as after clearing a part of the browser's data: it can only be linked again.
      }
    }
    if (this.#current === undefined || !this.#accounts.has(this.#current)) {
      this.#current = this.#accounts.keys().next().value;
    }
    for (const account of this.#accounts.values()) account.start();
  }

  async #open(stored: StoredAccount): Promise<OpenAccount> {
    const store = await this.surroundings.store.account(stored.user);
    const account = await OpenAccount.open(stored, store, this.surroundings, this, () => this.#settings);
    this.#accounts.set(stored.user, account);
    return account;
  }

  async answer(call: keyof Calls, with_: readonly unknown[], caller: Caller): Promise<unknown> {
    const answers = this.#answers(caller);
    if (!Object.hasOwn(answers, call)) throw failed("unsupported");
    const answer = answers[call] as (...all: readonly unknown[]) => unknown;
    return await answer(...with_);
  }

  left(tab: string): void {
    this.#visible.delete(tab);
  }

  /** Ends the pauses before the next connection. */
  tryNow(): void {
    for (const account of this.#accounts.values()) account.tryNow();
  }

  close(): void {
    for (const account of this.#accounts.values()) account.close();
  }

  // --- what accounts say ----------------------------------------------------------------------------------------------------------

  /** The page shows one account: of the others it hears by notifications, and by how much is unread. */
  tell(account: OpenAccount, told: Told): void {
    if (account.stored.user === this.#current || told.told === "notify") this.tellPage(told);
  }

  ended(account: OpenAccount): void {
    const endedAt = Date.now();
    const stored = { ...account.stored, endedAt };
    void this.#keep(stored).catch(() => {});
    this.tellPage({ told: "signed-out", userId: account.stored.user, at: endedAt });
  }

  unreadChanged(account: OpenAccount): void {
    this.tellPage({ told: "account", account: account.shown() });
    this.#tellAccounts();
  }

  profileChanged(account: OpenAccount): void {
    const { name, number, biography, picture, hasPin } = account.shown();
    const stored: StoredAccount = {
      ...account.stored,
      name,
      number,
      biography,
      hasPin,
      ...optional("picture", picture),
    };
    void this.#keep(stored).catch(() => {});
    this.tellPage({ told: "account", account: account.shown() });
  }

  isVisible(account: OpenAccount, conversation: Id): boolean {
    return account.stored.user === this.#current && [...this.#visible.values()].includes(conversation);
  }

  // --- calls ----------------------------------------------------------------------------------------------------------------------

  #answers(caller: Caller): Answers {
    const account = () => this.#account();
    return {
      start: async () => {
        const server = await this.#serverName();
        setTimeout(() => this.#tellCurrent(), 0);
        return { accounts: this.#shown(), ...optional("current", this.#current), server };
      },
      invitation: (code) => this.#wayIn.invitation(code),
      join: (code, name, picture) => this.#join(code, name, picture),
      signIn: async (number, code) => await this.#signedIn(await this.#wayIn.signIn(number, code)),
      waitForLink: () => this.#waitForLink(),
      stopWaiting: () => this.#waiting?.abort(),
      use: (userId) => this.#use(userId),
      signOut: (userId) => this.#signOut(userId),

      findPerson: (numberOrPhone) => account().groups.findPerson(numberOrPhone),
      person: (userId) => account().groups.person(userId),
      people: () => account().groups.people(),
      setRelation: (userId, relation) => account().groups.setRelation(userId, relation),
      report: (userId) => account().groups.report(userId),
      openDirect: (userId) => account().groups.openDirect(userId),
      createGroup: (name, members) => account().groups.createGroup(name, members, caller.call),
      members: (conversation) => account().groups.members(conversation),
      editMembers: (conversation, action, users) => account().groups.editMembers(conversation, action, users),
      editGroup: (conversation, change) => account().groups.editGroup(conversation, change),
      leave: (conversation) => account().groups.leave(conversation),
      groupLink: (conversation, renew) => account().groups.groupLink(conversation, renew),
      code: (code) => account().groups.code(code),
      joinGroup: (code) => account().groups.joinGroup(code),
      mute: (conversation, until) => account().groups.mute(conversation, until),
      pinConversation: (conversation, pinned) => account().groups.pinConversation(conversation, pinned),
      disappear: (conversation, after) => account().groups.disappear(conversation, after),
      forget: (conversation) => account().groups.forget(conversation, (ids) => account().talk.erase(ids)),
      draft: (conversation, text) => account().talk.draft(conversation, text),

      page: (conversation, at) => account().talk.page(conversation, at),
      send: (conversation, message, shown) => account().talk.send(conversation, message, shown, caller.call),
      again: (message) => account().talk.again(message),
      recall: (message) => account().talk.recall(message),
      erase: (messages) => account().talk.erase(messages),
      pin: (message, pinned) => account().talk.pin(message, pinned),
      read: (conversation, until) => account().talk.read(conversation, until),
      heard: (message) => account().talk.heard(message),
      search: (text, conversation) => account().talk.search(text.slice(0, MOST_PAGE_TEXT), conversation),
      load: (message) => account().talk.load(message),
      stop: (message) => account().talk.stop(message),
      raw: (message) => account().talk.raw(message),

      safetyNumber: (userId) => account().trusting.safetyNumber(userId),
      setVerified: (userId, verified) => account().trusting.setVerified(userId, verified),
      acceptIdentity: (userId) => account().trusting.acceptIdentity(userId),
      devices: () => account().trusting.devices(),
      endDevice: (sessionId, pin) => account().trusting.endDevice(sessionId, pin),
      endOtherDevices: (pin) => account().trusting.endOtherDevices(pin),
      linkDevice: (address, allow, pin) => account().trusting.linkDevice(address, allow, pin),
      setPin: async (pin, old) => {
        await account().trusting.setPin(pin, old);
        this.profileChanged(account());
      },

      circles: () => account().circles.all(),
      editCircle: (circle) => account().circles.edit(circle),
      removeCircle: (id) => account().circles.remove(id),
      albums: () => account().stickers.albums(),
      addSticker: (message) => account().talk.addSticker(message, account().stickers),
      removeSticker: (sticker) => account().stickers.remove(sticker),
      holdings: () => account().ledger.holdings(),
      pay: (to, asset, amount, memo, pin, trace) => account().ledger.pay(to, asset, amount, memo, pin, trace),
      snapshots: (asset, before) => account().ledger.snapshots(asset, before),

      callSignal: (conversation, signal) => this.#callSignal(account(), conversation, signal),

      profile: (change) => this.#profile(account(), change),
      settings: (change) => this.#changeSettings(change),
      storage: () => this.#storage(),
      freeSpace: () => account().talk.freeSpace(),
      tryNow: () => this.tryNow(),
      visible: (conversation) => {
        if (conversation === undefined) this.#visible.delete(caller.tab);
        else this.#visible.set(caller.tab, conversation);
      },
    };
  }

  #account(): OpenAccount {
    const account = this.#current === undefined ? undefined : this.#accounts.get(this.#current);
    if (account === undefined) throw failed("ended");
    return account;
  }

  async #serverName(): Promise<string> {
    return await Promise.race([
      this.#wayIn.serverName(),
      new Promise<string>((resolve) => setTimeout(() => resolve(""), 300)),
    ]);
  }

  async #signedIn(stored: StoredAccount): Promise<Account> {
    this.#accounts.get(stored.user)?.close();
    if (!this.#accounts.has(stored.user) && this.#accounts.size >= MOST_ACCOUNTS) {
      throw failed("refused", "too many accounts");
    }
    await this.#keep(stored);
    const account = await this.#open(stored);
    account.start();
    await this.#makeCurrent(stored.user);
    void this.surroundings.persist().catch(() => {});
    this.tellPage({ told: "account", account: account.shown() });
    this.#tellAccounts();
    account.tellAll();
    return account.shown();
  }

  async #join(code: string, name: string, picture?: Blob): Promise<Account> {
    const joined = await this.#signedIn(await this.#wayIn.join(code, name));
    if (picture === undefined) return joined;
    // A picture is more than the server takes of somebody whom it doesn't know yet. Without it the account is as good.
    return await this.#profile(this.#account(), { picture }).catch(() => joined);
  }

  async #waitForLink() {
    this.#waiting?.abort();
    const waiting = new AbortController();
    this.#waiting = waiting;
    const current = this.#current === undefined ? undefined : this.#accounts.get(this.#current);
    const takes = current?.withoutKeys === true
      ? { user: current.stored.user, take: (identity: KeyPair) => current.trusting.takeIdentity(identity) }
      : undefined;
    return await this.#wayIn.waitForLink(waiting.signal, takes, (outcome) => void this.#linked(outcome));
  }

  async #linked(outcome: { readonly account?: StoredAccount } | { readonly failure: Failed }): Promise<void> {
    if ("failure" in outcome) {
      this.tellPage({ told: "link-failed", failure: outcome.failure.failure });
      return;
    }
    try {
      // Without an account, it was the identity of the one in use.
      const account = outcome.account === undefined ? this.#account().shown() : await this.#signedIn(outcome.account);
      this.tellPage({ told: "linked", account });
    } catch {
      this.tellPage({ told: "link-failed", failure: { code: "broken" } });
    }
  }

  async #use(userId: Id): Promise<void> {
    if (!this.#accounts.has(userId)) throw failed("not-found");
    await this.#makeCurrent(userId);
    this.#tellAccounts();
    this.#tellCurrent();
  }

  async #signOut(userId: Id): Promise<void> {
    const account = this.#accounts.get(userId);
    if (account === undefined) return;
    try {
      await account.parts.api.http.post("/logout", { session_id: account.stored.session });
    } catch {
      // Offline or ended already: what is here goes all the same.
    }
    account.close();
    this.#accounts.delete(userId);
    requireWritten(await this.device.write([{ write: "remove", kind: ACCOUNT.name, name: userId }]));
    requireWritten(await account.parts.store.erase());
    if (this.#current === userId) await this.#makeCurrent(this.#accounts.keys().next().value);
    this.tellPage({ told: "signed-out", userId, at: Date.now() });
    this.#tellAccounts();
    this.#tellCurrent();
  }

  async #profile(
    account: OpenAccount,
    change: { readonly name?: string; readonly biography?: string; readonly picture?: Blob },
  ): Promise<Account> {
    const { name, biography, picture } = change;
    const me = await account.parts.api.changeProfile({
      ...optional("full_name", name),
      ...optional("biography", biography),
      ...optional("avatar_base64", picture === undefined ? undefined : await pictureText(picture)),
    });
    await account.parts.people.keep(me.user);
    this.profileChanged(account);
    return account.shown();
  }

  async #changeSettings(change: Partial<Settings>): Promise<Settings> {
    this.#settings = settingsOf({ ...this.#settings, ...change });
    requireWritten(await this.device.write([{ write: "put", kind: SETTINGS.name, name: ONE, value: this.#settings }]));
    this.tellPage({ told: "settings", settings: this.#settings });
    return this.#settings;
  }

  async #storage() {
    const { used, persisted } = await this.surroundings.estimate();
    let messages = 0;
    let files = 0;
    for (const account of this.#accounts.values()) {
      messages += await account.parts.store.countMessages();
      files += account.parts.files.count;
    }
    return { used, messages, files, persisted };
  }

  async #callSignal(account: OpenAccount, conversation: Id, signal: CallSignal): Promise<void> {
    const payload = callPayload(signal);
    const isOffer = signal.what === "offer";
    const peer = account.parts.rooms.need(conversation).peer;
    await account.parts.sender.call(conversation, {
      conversation,
      message: isOffer ? signal.call : randomId(),
      category: callCategory(signal),
      payload: writePayload(payload),
      ...(isOffer ? {} : { quote: signal.call }),
      ...optional("recipient", peer),
    });
    await account.talk.noteCall(conversation, signal, payload);
  }

  async #makeCurrent(userId: Id | undefined): Promise<void> {
    this.#current = userId;
    requireWritten(
      await this.device.write([
        userId === undefined
          ? { write: "remove", kind: CURRENT.name, name: ONE }
          : { write: "put", kind: CURRENT.name, name: ONE, value: userId },
      ]),
    );
  }

  async #keep(stored: StoredAccount): Promise<void> {
    requireWritten(await this.device.write([{ write: "put", kind: ACCOUNT.name, name: stored.user, value: stored }]));
  }

  #shown(): readonly Account[] {
    return [...this.#accounts.values()].map((account) => account.shown());
  }

  #tellAccounts(): void {
    this.tellPage({ told: "accounts", accounts: this.#shown(), ...optional("current", this.#current) });
  }

  #tellCurrent(): void {
    this.tellPage({ told: "settings", settings: this.#settings });
    if (this.#current !== undefined) this.#accounts.get(this.#current)?.tellAll();
  }
}

function callPayload(signal: CallSignal): Payload {
  try {
    return readCall(signal);
  } catch {
    throw failed("broken", "a call's signal that can't be read");
  }
}

function readCall(signal: CallSignal): Payload {
  switch (signal.what) {
    case "offer":
    case "answer": {
      const { sdp } = JSON.parse(signal.data) as { readonly sdp: string };
      return { kind: "call-description", type: signal.what, sdp };
    }
    case "candidate": {
      const parsed = JSON.parse(signal.data) as unknown;
      const all = (Array.isArray(parsed) ? parsed : [parsed]) as readonly RTCIceCandidateInit[];
      const candidates = all.map((each) => ({
        sdp: each.candidate ?? "",
        mid: each.sdpMid ?? "",
        lineIndex: each.sdpMLineIndex ?? 0,
      }));
      return { kind: "call-candidates", candidates };
    }
    default:
      return { kind: "call-end", end: signal.what };
  }
}

interface RTCIceCandidateInit {
  readonly candidate?: string;
  readonly sdpMid?: string | null;
  readonly sdpMLineIndex?: number | null;
}

function callCategory(signal: CallSignal): string {
  return signal.what === "candidate" ? "WEBRTC_ICE_CANDIDATE" : "WEBRTC_AUDIO_" + signal.what.toUpperCase();
}
