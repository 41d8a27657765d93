/** The server's objects as the client uses them, and the calls that answer with them. Fields that are missing are read as empty. */
import type { Id } from "../protocol/ids.ts";
import { failed } from "./failed.ts";
import { type Fields, fields, flag, id, list, micros, millis, number, text } from "./fields.ts";
import type { Http } from "./http.ts";

/** How a user takes messages: people by Signal, bots in boxes if they have keys, or as they are. */
export type Protection = "signal" | "encrypted" | "none";

export interface ApiUser {
  readonly id: Id;
  readonly number: string;
  readonly name: string;
  readonly picture?: string;
  readonly biography: string;
  readonly bot: boolean;
  readonly takes: Protection;
  readonly relation: "me" | "friend" | "stranger" | "blocked";
}

export interface ApiDevice {
  readonly user: Id;
  readonly session: Id;
  /** X25519, in base64; "" for a session that can't open boxes. */
  readonly publicKey: string;
  readonly platform: string;
}

export type Role = "owner" | "admin" | "member";

export interface ApiParticipant {
  readonly user: Id;
  readonly role: Role;
  readonly since: number;
}

export interface ApiConversation {
  readonly id: Id;
  readonly group: boolean;
  readonly name: string;
  readonly picture?: string;
  readonly announcement: string;
  readonly code: string;
  readonly muteUntil?: number;
  /** In seconds; 0 is never. */
  readonly expireIn: number;
  readonly participants: readonly ApiParticipant[];
  readonly devices: readonly ApiDevice[];
}

export interface ApiAttachment {
  readonly id: Id;
  readonly upload: string;
  readonly view: string;
}

const MOST_USERS_AT_ONCE = 100;

export class Api {
  constructor(readonly http: Http) {}

  async me(): Promise<{ readonly user: ApiUser; readonly hasPin: boolean; readonly pinToken: string }> {
    return this.#account(await this.http.get("/me"));
  }

  async changeProfile(change: Fields): ReturnType<Api["me"]> {
    return this.#account(await this.http.post("/me", change));
  }

  async user(user: Id): Promise<ApiUser> {
    return this.readUser(await this.http.get("/users/" + user));
  }

  async search(numberOrPhone: string): Promise<ApiUser> {
    return this.readUser(await this.http.get("/search/" + encodeURIComponent(numberOrPhone)));
  }

  async users(users: readonly Id[]): Promise<readonly ApiUser[]> {
    const found: ApiUser[] = [];
    for (let from = 0; from < users.length; from += MOST_USERS_AT_ONCE) {
      const some = await this.http.post("/users/fetch", users.slice(from, from + MOST_USERS_AT_ONCE));
      for (const each of list(some)) found.push(this.readUser(each));
    }
    return found;
  }

  async friends(): Promise<readonly ApiUser[]> {
    return list(await this.http.get("/friends")).map((each) => this.readUser(each));
  }

  async relate(user: Id, action: "ADD" | "REMOVE" | "BLOCK" | "UNBLOCK"): Promise<ApiUser> {
    return this.readUser(await this.http.post("/relationships", { user_id: user, action }));
  }

  async conversation(conversation: Id): Promise<ApiConversation> {
    return this.readConversation(await this.http.get("/conversations/" + conversation));
  }

  /** The same; undefined when it isn't there, or not ours to see. */
  async findConversation(conversation: Id): Promise<ApiConversation | undefined> {
    return await unlessNotFound(() => this.conversation(conversation));
  }

  /** @param target behind `/conversations` */
  async changeConversation(target: string, body: unknown): Promise<ApiConversation> {
    return this.readConversation(await this.http.post("/conversations" + target, body));
  }

  async devices(users: readonly Id[]): Promise<readonly ApiDevice[]> {
    return readDevices(await this.http.post("/sessions/fetch", users));
  }

  async makeAttachment(): Promise<ApiAttachment> {
    return this.#attachment(await this.http.post("/attachments", {}));
  }

  async attachment(attachment: string): Promise<ApiAttachment> {
    return this.#attachment(await this.http.get("/attachments/" + encodeURIComponent(attachment)));
  }

  readUser(user: unknown): ApiUser {
    const app = fields(user)["app"];
    const bot = typeof app === "object" && app !== null;
    const relation = RELATIONS[text(user, "relationship")] ?? "stranger";
    return {
      id: need(user, "user_id"),
      number: text(user, "identity_number"),
      name: text(user, "full_name"),
      ...this.picture(text(user, "avatar_url")),
      biography: text(user, "biography"),
      bot,
      takes: !bot ? "signal" : list(fields(app)["capabilities"]).includes("ENCRYPTED") ? "encrypted" : "none",
      relation,
    };
  }

  readConversation(conversation: unknown): ApiConversation {
    const muted = millis(conversation, "mute_until");
    return {
      id: need(conversation, "conversation_id"),
      group: text(conversation, "category") === "GROUP",
      name: text(conversation, "name"),
      ...this.picture(text(conversation, "icon_url")),
      announcement: text(conversation, "announcement"),
      code: text(conversation, "code_id"),
      ...(muted === undefined ? {} : { muteUntil: muted }),
      expireIn: number(conversation, "expire_in"),
      participants: list(fields(conversation)["participants"]).map((each) => ({
        user: need(each, "user_id"),
        role: text(each, "role") === "OWNER" ? "owner" : text(each, "role") === "ADMIN" ? "admin" : "member",
        since: millis(each, "created_at") ?? 0,
      })),
      devices: readDevices(fields(conversation)["participant_sessions"]),
    };
  }

  /** A picture as a field, if there is one: always from our own server, under the address that the page has come from. */
  picture(address: string): { readonly picture?: string } {
    const own = this.ownAddress(address, /^\/(portraits|images)\/[^?#]+$/);
    return own === undefined ? {} : { picture: own };
  }

  /** The address at the origin of the page: the server may be known under several names, and only one is allowed to load from. */
  ownAddress(address: string, path: RegExp): string | undefined {
    const found = URL.parse(address, this.http.origin);
    return found !== null && path.test(found.pathname) ? this.http.origin + found.pathname + found.search : undefined;
  }

  #account(account: unknown): { user: ApiUser; hasPin: boolean; pinToken: string } {
    return {
      user: this.readUser(account),
      hasPin: flag(account, "has_pin"),
      pinToken: text(account, "pin_token_base64"),
    };
  }

  #attachment(made: unknown): ApiAttachment {
    const files = /^\/files\/[^?#]+$/;
    return {
      id: need(made, "attachment_id"),
      upload: this.ownAddress(text(made, "upload_url"), files) ?? "",
      view: this.ownAddress(text(made, "view_url"), files) ?? "",
    };
  }
}

const RELATIONS: Readonly<Record<string, ApiUser["relation"]>> = {
  ME: "me",
  FRIEND: "friend",
  STRANGER: "stranger",
  BLOCKING: "blocked",
};

export function readDevices(sessions: unknown): readonly ApiDevice[] {
  return list(sessions).flatMap((each) => {
    const user = id(each, "user_id");
    const session = id(each, "session_id");
    return user === undefined || session === undefined
      ? []
      : [{ user, session, publicKey: text(each, "public_key"), platform: text(each, "platform") }];
  });
}

/** The answer; undefined where the server says that there is no such thing. */
export async function unlessNotFound<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (e) {
    if (isNotFound(e)) return undefined;
    throw e;
  }
}

function isNotFound(e: unknown): boolean {
  const failure = (e as { readonly failure?: { readonly code?: string; readonly status?: number } }).failure;
  return failure?.code === "not-found" || failure?.status === 403;
}

export function need(object: unknown, name: string): Id {
  const found = id(object, name);
  if (found === undefined) throw failed("broken", "no " + name + " in the answer");
  return found;
}

/** Microseconds of `created_at`. */
export function createdAt(object: unknown): number {
  return micros(object, "created_at") ?? 0;
}
