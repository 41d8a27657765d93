/**
 * What the page and the worker say to each other: plain records, which structured cloning can carry. The page knows no keys and no
 * protocol, the worker knows no page. Times are milliseconds since 1970; ids are lower-case UUIDs.
 *
 * The page calls the worker by {@link Calls}; the worker tells the page by {@link Told}. Every change of the worker's state reaches
 * every open page as a `Told`; a call's answer never carries state that `Told` doesn't.
 */

export type UserId = string;
export type ConversationId = string;
export type MessageId = string;

/** How private a conversation is. One value, which list, head, details and composer all show. */
export type Trust =
  | "verified" // encrypted, and the safety number was compared
  | "encrypted"
  | "changed" // the other's identity changed and hasn't been accepted: nothing is sent
  | "waiting" // no keys yet: messages wait
  | "plain"; // a bot without keys, or a group with one: not encrypted

export type Tick = "sending" | "sent" | "delivered" | "read" | "failed";

/** Why a call failed, in a code the page has words for, with the server's own reason when it gave one. */
export interface Failure {
  readonly code:
    | "offline"
    | "unreachable"
    | "refused"
    | "too-large"
    | "storage-full"
    | "not-found"
    | "ended"
    | "pin-wrong"
    | "pin-needed"
    | "balance"
    | "trust-changed"
    | "invitation-used"
    | "invitation-ended"
    | "invitation-unknown"
    | "code-wrong"
    | "unsupported"
    | "broken";
  /** The server's error code and its reason, for `refused`. */
  readonly status?: number;
  readonly reason?: string;
  readonly field?: string;
}

// --- accounts ---------------------------------------------------------------------------------------------------------------------

export interface Account {
  readonly userId: UserId;
  readonly sessionId: string;
  readonly number: string;
  readonly name: string;
  readonly picture?: string; // an address to load
  readonly biography: string;
  readonly hasPin: boolean;
  /** Whether this device may link others (it signed in by itself). */
  readonly links: boolean;
  readonly unread: number; // conversations with something unread
  /**
   * Whether the server has refused this device's keys, because another device of the person has left keys of another identity: this one
   * reads nothing that is encrypted for people until another device hands the identity over ({@link Calls.waitForLink}), or until the
   * others are signed out ({@link Calls.endOtherDevices}).
   */
  readonly withoutKeys?: boolean;
}

export interface Invitation {
  readonly server: string;
  readonly inviter?: string;
  readonly inviterPicture?: string;
}

export interface Device {
  readonly sessionId: string;
  readonly name: string; // "Firefox on Linux", "Phone", …
  readonly current: boolean;
  readonly lastSeen?: number;
}

// --- people and conversations -----------------------------------------------------------------------------------------------------

export interface Person {
  readonly userId: UserId;
  readonly number: string;
  readonly name: string;
  readonly picture?: string;
  readonly biography: string;
  readonly bot: boolean;
  readonly relation: "me" | "friend" | "stranger" | "blocked";
  readonly trust: Trust;
}

export interface Conversation {
  readonly id: ConversationId;
  readonly kind: "direct" | "group";
  readonly name: string;
  readonly picture?: string;
  readonly peer?: UserId; // of a direct conversation
  readonly bot: boolean; // the peer is a bot
  readonly trust: Trust;
  readonly pinnedAt?: number; // pinned to the top of the list
  readonly mutedUntil?: number;
  readonly unread: number;
  readonly mentioned: boolean;
  readonly draft?: string;
  readonly last?: LastLine;
  readonly disappearAfter?: number; // milliseconds
  /** One's own part in a group; "left" also after a removal. */
  readonly role?: "owner" | "admin" | "member" | "left";
  readonly members?: number;
  readonly announcement?: string;
  readonly pins: readonly Pin[]; // newest first
  readonly circles: readonly string[];
  /** The last message that the others have read up to, and oneself. */
  readonly readUntil?: MessageId;
}

export interface LastLine {
  readonly message: MessageId;
  readonly author: UserId;
  readonly authorName: string;
  readonly mine: boolean;
  readonly kind: Content["kind"];
  readonly text: string; // plain, at most 200 characters
  readonly at: number;
  readonly tick?: Tick; // of one's own
}

export interface Pin {
  readonly message: MessageId;
  readonly line: string;
  readonly by: UserId;
  readonly at: number;
}
export interface Member {
  readonly person: Person;
  readonly role: "owner" | "admin" | "member";
  readonly since: number;
}
export interface Circle {
  readonly id: string;
  readonly name: string;
  readonly conversations: readonly ConversationId[];
}

// --- messages ---------------------------------------------------------------------------------------------------------------------

/** A file as a message names it. Its bytes are asked for by {@link Calls.load}. */
export interface File {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly state: "remote" | "loading" | "here" | "gone" | "uploading" | "failed";
  /** 0 to 1, while loading or uploading. */
  readonly progress?: number;
}
export interface Mention {
  readonly number: string;
  readonly userId: UserId;
  readonly name: string;
}
export interface Button {
  readonly label: string;
  readonly color: string;
  readonly action: string;
}
export interface Amount {
  readonly asset: string;
  readonly symbol: string;
  readonly amount: string;
}

export type Content =
  | { readonly kind: "text"; readonly text: string; readonly mentions: readonly Mention[] }
  | { readonly kind: "post"; readonly markdown: string }
  | {
    readonly kind: "picture";
    readonly file: File;
    readonly width: number;
    readonly height: number;
    readonly preview?: string;
    readonly caption?: string;
  }
  | {
    readonly kind: "video";
    readonly file: File;
    readonly width: number;
    readonly height: number;
    readonly duration: number;
    readonly preview?: string;
  }
  | {
    readonly kind: "voice";
    readonly file: File;
    readonly duration: number;
    readonly wave: readonly number[];
    readonly heard: boolean;
  } // wave: 0 to 1
  | { readonly kind: "file"; readonly file: File }
  | {
    readonly kind: "sticker";
    readonly sticker: string;
    readonly picture?: string;
    readonly width: number;
    readonly height: number;
    readonly album?: string;
  }
  | { readonly kind: "contact"; readonly person: Person }
  | {
    readonly kind: "place";
    readonly latitude: number;
    readonly longitude: number;
    readonly name?: string;
    readonly address?: string;
  }
  | {
    readonly kind: "live";
    readonly address: string;
    readonly picture?: string;
    readonly width: number;
    readonly height: number;
  }
  | {
    readonly kind: "card";
    readonly title: string;
    readonly description: string;
    readonly icon?: string;
    readonly cover?: string;
    readonly action: string;
    readonly buttons: readonly Button[];
    readonly shareable: boolean;
  }
  | { readonly kind: "buttons"; readonly buttons: readonly Button[] }
  | {
    readonly kind: "transcript";
    readonly lines: readonly { readonly name: string; readonly text: string; readonly at: number }[];
    readonly count: number;
  }
  | {
    readonly kind: "payment";
    readonly snapshot: string;
    readonly money: Amount;
    readonly balance?: string;
    readonly memo: string;
  } // sign in `amount`
  | {
    readonly kind: "call";
    readonly outcome: "missed" | "declined" | "cancelled" | "ended" | "busy" | "failed";
    readonly duration?: number;
  }
  | { readonly kind: "recalled" }
  | { readonly kind: "undecryptable" } // its keys have been asked for
  | { readonly kind: "unknown"; readonly category: string; readonly size: number } // can be saved
  | { readonly kind: "system"; readonly event: SystemEvent };

/** Something that happened in a conversation; the page makes the sentence. */
export interface SystemEvent {
  readonly what:
    | "created"
    | "joined"
    | "added"
    | "left"
    | "removed"
    | "role"
    | "renamed"
    | "picture"
    | "announcement"
    | "disappearing"
    | "identity"
    | "device"
    | "pinned"
    | "unpinned";
  readonly by?: { readonly userId: UserId; readonly name: string };
  readonly whom?: { readonly userId: UserId; readonly name: string };
  readonly value?: string;
}

export interface Quote {
  readonly message: MessageId;
  readonly authorName: string;
  readonly mine: boolean;
  readonly kind: Content["kind"];
  readonly text: string;
  readonly picture?: string;
  readonly gone: boolean;
}

export interface Message {
  readonly id: MessageId;
  readonly conversation: ConversationId;
  readonly author: UserId;
  readonly authorName: string;
  readonly authorPicture?: string;
  readonly mine: boolean;
  readonly at: number;
  /** Order within a conversation: strictly increasing; a message that isn't sent yet stands last. */
  readonly position: number;
  readonly content: Content;
  readonly encrypted: boolean;
  readonly tick?: Tick; // of one's own
  readonly failure?: Failure; // of `failed`
  readonly quote?: Quote;
  readonly pinned: boolean;
  readonly disappearsAt?: number;
  readonly mentionsMe: boolean;
}

export interface Page {
  readonly messages: readonly Message[];
  readonly older: boolean;
  readonly newer: boolean;
  readonly unreadFrom?: MessageId;
}
export interface Found {
  readonly message: Message;
  readonly conversationName: string;
}

/** A message as a person writes it. Bytes come as a Blob. */
export type Outgoing =
  | { readonly kind: "text"; readonly text: string; readonly quote?: MessageId; readonly mentions?: readonly UserId[] }
  | { readonly kind: "post"; readonly markdown: string }
  | {
    readonly kind: "picture";
    readonly blob: Blob;
    readonly name: string;
    readonly width: number;
    readonly height: number;
    readonly preview: string;
    readonly caption?: string;
    readonly quote?: MessageId;
  }
  | {
    readonly kind: "video";
    readonly blob: Blob;
    readonly name: string;
    readonly width: number;
    readonly height: number;
    readonly duration: number;
    readonly preview: string;
  }
  | { readonly kind: "voice"; readonly blob: Blob; readonly duration: number; readonly wave: readonly number[] }
  | { readonly kind: "file"; readonly blob: Blob; readonly name: string }
  | { readonly kind: "sticker"; readonly sticker: string }
  | { readonly kind: "contact"; readonly userId: UserId }
  | {
    readonly kind: "place";
    readonly latitude: number;
    readonly longitude: number;
    readonly name?: string;
    readonly address?: string;
  }
  | { readonly kind: "forward"; readonly from: ConversationId; readonly messages: readonly MessageId[] } // several become a transcript
  | { readonly kind: "press"; readonly message: MessageId; readonly label: string }; // a button that sends text (`input:`)

// --- ledger, stickers -------------------------------------------------------------------------------------------------------------

export interface Holding {
  readonly asset: string;
  readonly symbol: string;
  readonly name: string;
  readonly icon?: string;
  readonly balance: string;
  readonly precision: number;
}
export interface SnapshotLine {
  readonly snapshot: string;
  readonly money: Amount;
  readonly at: number;
  readonly other?: Person;
  readonly memo: string;
  readonly balance?: string;
}
export interface Sticker {
  readonly id: string;
  readonly name: string;
  readonly picture: string;
  readonly width: number;
  readonly height: number;
}
export interface Album {
  readonly id: string;
  readonly name: string;
  readonly picture?: string;
  readonly mine: boolean;
  readonly stickers: readonly Sticker[];
}

// --- settings ---------------------------------------------------------------------------------------------------------------------

/** Kept on this device only. */
export interface Settings {
  readonly notify: "name-and-text" | "name" | "nothing" | "off";
  readonly sound: boolean;
  readonly groupsAll: boolean; // notify of all messages of groups, not of mentions only
  readonly receipts: boolean; // tell others what was read
  readonly keys: boolean; // single letters act
  readonly theme: "system" | "light" | "dark";
  readonly density: "calm" | "dense";
  readonly language: "" | "en" | "de"; // "": the browser's
}

export interface Link {
  readonly state: "connecting" | "online" | "offline" | "back" | "ended";
  readonly nextTry?: number;
  readonly sent?: number;
  readonly received?: number;
  readonly conversations?: number;
}

// --- the two directions -----------------------------------------------------------------------------------------------------------

/** Called by the page. Every call may fail with a {@link Failure}. */
export interface Calls {
  // Ways in. Each leads to a `Told` "account".
  start(): { readonly accounts: readonly Account[]; readonly current?: UserId; readonly server: string };
  invitation(code: string): Invitation;
  join(code: string, name: string, picture?: Blob): Account;
  /**
   * Signs in beside the person's other devices (`end_others` false). A link of `hearth dev` has the private half of the identity key
   * that these devices share after the code, separated by a dot (URL base64): it is used and not sent. Without it, the first keys
   * of a new identity are refused (403) as long as another device is signed in with its own.
   */
  signIn(number: string, code: string): Account;
  /**
   * A code that this device shows, to be read by a device that is signed in; `linked` is told when it was. Where the account in use is
   * without keys, and it is a device of the same person that answers, this one takes their identity over.
   */
  waitForLink(): { readonly address: string; readonly typed: string; readonly until: number };
  stopWaiting(): void;
  use(userId: UserId): void;
  /** Ends the session and erases what is stored of it here. */
  signOut(userId: UserId): void;

  // People and conversations.
  findPerson(numberOrPhone: string): Person;
  person(userId: UserId): Person;
  people(): readonly Person[]; // contacts
  setRelation(userId: UserId, relation: "friend" | "stranger" | "blocked"): Person;
  report(userId: UserId, conversation?: ConversationId): void;
  openDirect(userId: UserId): Conversation;
  createGroup(name: string, members: readonly UserId[]): Conversation;
  members(conversation: ConversationId): readonly Member[];
  editMembers(
    conversation: ConversationId,
    action: "add" | "remove" | "promote" | "demote",
    users: readonly UserId[],
  ): void;
  editGroup(
    conversation: ConversationId,
    change: { readonly name?: string; readonly announcement?: string; readonly picture?: Blob },
  ): void;
  leave(conversation: ConversationId): void;
  groupLink(conversation: ConversationId, renew: boolean): { readonly address: string; readonly until?: number };
  /** What a `/codes/…` link leads to. */
  code(code: string): { readonly group?: Conversation; readonly person?: Person; readonly joined: boolean };
  joinGroup(code: string): Conversation;
  mute(conversation: ConversationId, until: number): void;
  pinConversation(conversation: ConversationId, pinned: boolean): void;
  disappear(conversation: ConversationId, after: number): void;
  /** Removes it from this device's list, with its messages. */
  forget(conversation: ConversationId): void;
  draft(conversation: ConversationId, text: string): void;

  // Messages. The worker refuses to send ("trust-changed") when `shown` is not what it holds true.
  page(
    conversation: ConversationId,
    at: { readonly around?: MessageId; readonly before?: number; readonly after?: number },
  ): Page;
  send(conversation: ConversationId, message: Outgoing, shown: Trust): MessageId;
  again(message: MessageId): void;
  recall(message: MessageId): void;
  erase(messages: readonly MessageId[]): void;
  pin(message: MessageId, pinned: boolean): void;
  read(conversation: ConversationId, until: MessageId): void;
  heard(message: MessageId): void;
  search(text: string, conversation?: ConversationId): readonly Found[];
  /** The bytes of a message's file, fetched when they aren't here. */
  load(message: MessageId): Blob;
  /** Stops a loading or an upload. */
  stop(message: MessageId): void;
  /** The raw content of a message of an unknown kind. */
  raw(message: MessageId): Blob;

  // Trust.
  safetyNumber(userId: UserId): { readonly number: string; readonly scan: string };
  setVerified(userId: UserId, verified: boolean): void;
  acceptIdentity(userId: UserId): void;
  devices(): readonly Device[];
  endDevice(sessionId: string, pin?: string): void;
  /** Signs out all other devices, and leaves keys of this one, whose identity other people will have to accept. */
  endOtherDevices(pin?: string): void;
  /** Looks at another device's address (`mixin://device/auth?…`, or the code typed), and, when `allow`, links it. */
  linkDevice(address: string, allow: boolean, pin?: string): { readonly linked: boolean };
  setPin(pin: string, old?: string): void;

  // Circles, stickers, ledger.
  circles(): readonly Circle[];
  editCircle(
    circle: { readonly id?: string; readonly name: string; readonly conversations: readonly ConversationId[] },
  ): Circle;
  removeCircle(id: string): void;
  albums(): readonly Album[];
  addSticker(message: MessageId): void;
  removeSticker(sticker: string): void;
  holdings(): readonly Holding[];
  pay(to: UserId, asset: string, amount: string, memo: string, pin: string, trace: string): SnapshotLine;
  snapshots(asset?: string, before?: number): readonly SnapshotLine[];

  // Calls between two, by WebRTC: the page has the media, the worker carries offers, answers and candidates.
  callSignal(conversation: ConversationId, signal: CallSignal): void;

  // This device.
  profile(change: { readonly name?: string; readonly biography?: string; readonly picture?: Blob }): Account;
  settings(change: Partial<Settings>): Settings;
  storage(): { readonly used: number; readonly messages: number; readonly files: number; readonly persisted: boolean };
  freeSpace(): void; // removes files that the server still has
  tryNow(): void;
  visible(conversation: ConversationId | undefined): void; // what the person looks at, for notifications and read marks
}

export type CallSignal =
  | { readonly what: "offer" | "answer" | "candidate"; readonly call: MessageId; readonly data: string }
  | { readonly what: "cancel" | "decline" | "busy" | "end" | "failed"; readonly call: MessageId };

/** Told by the worker, to every open page. */
export type Told =
  | { readonly told: "account"; readonly account: Account }
  | { readonly told: "accounts"; readonly accounts: readonly Account[]; readonly current?: UserId }
  | { readonly told: "linked"; readonly account: Account }
  | { readonly told: "link-failed"; readonly failure: Failure }
  | { readonly told: "signed-out"; readonly userId: UserId; readonly at: number; readonly by?: string }
  | {
    readonly told: "conversations";
    readonly changed: readonly Conversation[];
    readonly removed: readonly ConversationId[];
    readonly all: boolean;
  }
  | { readonly told: "people"; readonly changed: readonly Person[] }
  | {
    readonly told: "messages";
    readonly conversation: ConversationId;
    readonly changed: readonly Message[];
    readonly removed: readonly MessageId[];
  }
  | { readonly told: "circles"; readonly circles: readonly Circle[] }
  | { readonly told: "link"; readonly link: Link }
  | { readonly told: "settings"; readonly settings: Settings }
  | {
    readonly told: "notify";
    readonly conversation: ConversationId;
    readonly name: string;
    readonly text?: string;
    readonly count: number;
    readonly picture?: string;
  }
  | { readonly told: "withdraw"; readonly conversation: ConversationId }
  | {
    readonly told: "call";
    readonly conversation: ConversationId;
    readonly from: Person;
    readonly signal: CallSignal;
  };

// --- how a call travels -----------------------------------------------------------------------------------------------------------

export interface Asked<K extends keyof Calls = keyof Calls> {
  readonly id: number;
  readonly call: K;
  readonly with: Parameters<Calls[K]>;
}
export type Answered = { readonly answer: number; readonly value: unknown } | {
  readonly answer: number;
  readonly failure: Failure;
};
export type FromWorker = Answered | Told;

/** The same calls as the page sees them: each waits. */
export type Client = { readonly [K in keyof Calls]: (...with_: Parameters<Calls[K]>) => Promise<ReturnType<Calls[K]>> };
