/** What is kept of an account on this device: people, conversations, messages. Plain records, which the store seals. */
import type { Bytes } from "../protocol/bytes.ts";
import type { Id } from "../protocol/ids.ts";
import type { ApiDevice, ApiUser, Protection, Role } from "./api.ts";
import type { Failure, Tick } from "./records.ts";

export interface StoredPerson extends ApiUser {
  /** Whether the safety number with their present identity key was compared. */
  readonly verified?: boolean;
  /** Whether they have come with another identity key, which nobody has accepted yet. */
  readonly changed?: boolean;
  /** When the server was asked about them, in milliseconds. */
  readonly askedAt: number;
}

export interface StoredPin {
  readonly message: Id;
  /** What it said when it was pinned. */
  readonly line: string;
  readonly by: Id;
  readonly at: number;
}

export interface StoredMember {
  readonly user: Id;
  readonly role: Role;
  readonly since: number;
}

export interface StoredConversation {
  readonly id: Id;
  readonly group: boolean;
  /** The other one, of a contact's conversation. */
  readonly peer?: Id;
  readonly name: string;
  readonly picture?: string;
  readonly announcement: string;
  readonly code: string;
  readonly members: readonly StoredMember[];
  readonly muteUntil?: number;
  /** In seconds. */
  readonly expireIn: number;
  readonly pinnedAt?: number;
  readonly draft?: string;
  readonly pins: readonly StoredPin[];
  /** Up to where the person has read: a position. */
  readonly readTo: number;
  readonly unread: number;
  readonly mentioned: boolean;
  /** The last message to show in the list. */
  readonly last?: Id;
  readonly lastAt: number;
  /** The last message of ours that somebody else has read. */
  readonly readByOthers?: Id;
  readonly readByOthersAt?: number;
  /** Whether the server has told about it: until then only its id is known. */
  readonly known: boolean;
  /** Whether it was taken from the list; a new message brings it back. */
  readonly hidden?: boolean;
  /** Whether everybody else's devices have left no keys. */
  readonly waiting?: boolean;
}

/** `unreadable`: its keys have been asked for. `erased`: only its id is kept, so that it isn't shown when it comes once more. */
export type MessageState = "here" | "recalled" | "unreadable" | "erased";

export interface StoredMessage {
  readonly id: Id;
  readonly conversation: Id;
  readonly author: Id;
  /** Orders the messages of a conversation: microseconds since 1970, or {@link UNSENT} and more. */
  readonly position: number;
  /** As a `PLAIN_…` names it when it was sealed. */
  readonly category: string;
  readonly payload: Bytes;
  readonly state: MessageState;
  /** How it travelled. */
  readonly by: Protection;
  readonly quote?: Id;
  /** In seconds after it was read; 0 is never. */
  readonly expireIn: number;
  /** In milliseconds. */
  readonly expiresAt?: number;
  readonly silent?: boolean;
  /** Whom the server is to alert though they muted the conversation. */
  readonly mentions?: readonly Id[];
  readonly heard?: boolean;
  /** Of one's own. */
  readonly tick?: Tick;
  readonly failure?: Failure;
  /** Of what was sealed for everybody: see `Said`. */
  readonly number?: number;
  readonly again?: readonly string[];
}

/** The position of a message that isn't sent yet is this and a number that counts on: it stands last. */
export const UNSENT = 4e15;

/** When a message was said, in milliseconds. */
export function saidAt(message: StoredMessage): number {
  return Math.floor((message.position >= UNSENT ? message.position - UNSENT : message.position) / 1000);
}

/** Messages that are kept are not repeated when the server pushes them once more. */
export function isHad(message: StoredMessage | undefined): boolean {
  return message !== undefined && message.state !== "unreadable";
}

/** What a session needs to sign in: beside the keys, which never leave the store. */
export interface StoredAccount {
  readonly user: Id;
  readonly session: Id;
  readonly number: string;
  readonly name: string;
  readonly picture?: string;
  readonly biography: string;
  readonly hasPin: boolean;
  /** Whether this device may link others, since it signed in by itself. */
  readonly links: boolean;
  /** The server's key for PINs. */
  readonly pinToken: string;
  /** When the session was ended by somebody else, in milliseconds. */
  readonly endedAt?: number;
  readonly unread: number;
}

export type { ApiDevice };
