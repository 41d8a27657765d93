/** The ways in: with a code, by an invitation, linked by another device. Each makes the keys of a new session, and keeps them. */
import { base64, findBase64 } from "../protocol/bytes.ts";
import type { Id } from "../protocol/ids.ts";
import { makeSessionKeys, type SessionKeys, sessionSecret } from "../protocol/sessionKeys.ts";
import { SECURE } from "../signal/algorithms.ts";
import { type KeyPair, keyPairOf, makeKeyPair, SECRET_BYTES } from "../signal/curve.ts";
import { type LinkAddress, linkAddressText, openLinkSecret } from "../signal/linking.ts";
import { makeIdentity, type OwnIdentity } from "../signal/ownKeys.ts";
import { SignalDevice } from "../signal/signalDevice.ts";
import { Api, need } from "./api.ts";
import { Archive } from "./archive.ts";
import { optional } from "./contents.ts";
import { Failed, failed } from "./failed.ts";
import { flag, millis, text } from "./fields.ts";
import { Http } from "./http.ts";
import { pause } from "./pauses.ts";
import type { Invitation } from "./records.ts";
import { keyRecords } from "./sealing/device.ts";
import { requireWritten, StoreShelf } from "./shelf.ts";
import type { StoredAccount } from "./stored.ts";
import type { Surroundings } from "./surroundings.ts";
import { MOST_RECORDS } from "../signal/records.ts";

const BETWEEN_LOOKS = 1_000;
const LONGEST_WAIT = 180_000;

interface NewSession {
  readonly keys: SessionKeys;
  readonly identity: OwnIdentity;
}

/** An account without keys. */
export interface TakesIdentity {
  readonly user: Id;
  readonly take: (identity: KeyPair) => Promise<void>;
}

export interface Waiting {
  readonly address: string;
  readonly typed: string;
  readonly until: number;
}

export class WayIn {
  readonly #http: Http;
  readonly #api: Api;

  constructor(private readonly surroundings: Surroundings) {
    this.#http = new Http(surroundings.origin, undefined, surroundings.fetch, new AbortController().signal);
    this.#api = new Api(this.#http);
  }

  async serverName(): Promise<string> {
    try {
      return text(await this.#http.get("/"), "name");
    } catch {
      // Offline: the page has the address.
      return "";
    }
  }

  /** @param typed the code; behind a dot, the private half of the identity key that the person's devices share, which is not sent */
  async signIn(phone: string, typed: string): Promise<StoredAccount> {
    const [code = "", identity] = typed.trim().split(".");
    const session = await newSession(identity);
    const begun = await this.#http.post("/verifications", { phone, purpose: "SESSION" });
    const account = await this.#http.post("/verifications/" + need(begun, "id"), {
      code,
      end_others: false,
      ...this.#fields(session),
    });
    return await this.#keep(account, session, true);
  }

  async invitation(code: string): Promise<Invitation> {
    const found = await invited(() => this.#http.get("/invitations/" + encodeURIComponent(code)));
    const inviter = text(found, "inviter_name");
    return {
      server: text(found, "server_name"),
      ...optional("inviter", inviter === "" ? undefined : inviter),
      ...optional("inviterPicture", this.#api.picture(text(found, "inviter_avatar_url")).picture),
    };
  }

  /** @param code of an invitation; "" where everybody may make an account */
  async join(code: string, name: string): Promise<StoredAccount> {
    const session = await newSession();
    const account = await invited(() =>
      this.#http.post("/verifications", {
        ...(code === "" ? {} : { invitation: code }),
        full_name: name,
        ...this.#fields(session),
      })
    );
    return await this.#keep(account, session, true);
  }

  /**
   * Shows another device an address, and waits until it has answered.
   *
   * @param takes an account that is signed in here and only needs the identity of the device that answers
   * @param linked hears of the account, or why there is none
   */
  async waitForLink(
    signal: AbortSignal,
    takes: TakesIdentity | undefined,
    linked: (outcome: { readonly account?: StoredAccount } | { readonly failure: Failed }) => void,
  ): Promise<Waiting> {
    const pair = makeKeyPair();
    const opened = await this.#http.post("/provisionings", { device: this.surroundings.deviceName });
    const address: LinkAddress = { device: need(opened, "device_id"), key: pair.key };
    void this.#await(address, pair, signal, takes).then(
      (account) => {
        if (!signal.aborted) linked(account === undefined ? {} : { account });
      },
      (e) => linked({ failure: e instanceof Failed ? e : failed("broken") }),
    );
    return {
      address: linkAddressText(address),
      typed: address.device + "." + base64(address.key),
      until: millis(opened, "expired_at") ?? Date.now() + 60_000,
    };
  }

  async #await(
    address: LinkAddress,
    pair: KeyPair,
    signal: AbortSignal,
    takes: TakesIdentity | undefined,
  ): Promise<StoredAccount | undefined> {
    const end = Date.now() + LONGEST_WAIT;
    while (Date.now() < end && !signal.aborted) {
      const secret = await this.#look(address.device);
      if (secret !== "") return await this.#signInLinked(secret, pair, takes);
      await pause(BETWEEN_LOOKS, signal);
    }
    if (signal.aborted) return undefined;
    throw failed("not-found");
  }

  async #look(device: Id): Promise<string> {
    try {
      return text(await this.#http.get("/provisionings/" + device), "secret");
    } catch (e) {
      if (e instanceof Failed && e.passing) return "";
      throw e;
    }
  }

  async #signInLinked(
    secret: string,
    pair: KeyPair,
    takes: TakesIdentity | undefined,
  ): Promise<StoredAccount | undefined> {
    const handed = openLinkSecret(secret, pair);
    if (handed === undefined) throw failed("code-wrong");
    if (takes?.user === handed.user) {
      await takes.take(handed.identity);
      return undefined;
    }
    const session: NewSession = { keys: await makeSessionKeys(), identity: makeIdentity(SECURE, handed.identity) };
    const account = await this.#http.post("/provisionings/verify", {
      user_id: handed.user,
      session_id: handed.session,
      code: handed.code,
      ...this.#fields(session),
    });
    return await this.#keep(account, session, false);
  }

  #fields(session: NewSession) {
    return {
      session_secret: sessionSecret(session.keys),
      purpose: "SESSION",
      platform: "Desktop",
      platform_version: this.surroundings.deviceName,
      app_version: "Hearth",
      device_name: this.surroundings.deviceName,
      registration_id: session.identity.registrationId,
    };
  }

  /** Keeps the keys first: a session without its keys is lost, keys without a session do no harm. */
  async #keep(account: unknown, session: NewSession, links: boolean): Promise<StoredAccount> {
    const user = this.#api.readUser(account);
    const stored: StoredAccount = {
      user: user.id,
      session: need(account, "session_id"),
      number: user.number,
      name: user.name,
      ...optional("picture", user.picture),
      biography: user.biography,
      hasPin: flag(account, "has_pin"),
      links,
      pinToken: text(account, "pin_token_base64"),
      unread: 0,
    };
    // What an earlier session of the account left here can't be used by this one.
    const earlier = await this.surroundings.store.account(user.id);
    requireWritten(await earlier.erase());
    const store = await this.surroundings.store.account(user.id);
    requireWritten(await store.keepSessionKeys(session.keys));
    const archive = await Archive.open(new StoreShelf(store), Object.keys(MOST_RECORDS), () => {});
    await archive.inTransaction((records) => {
      SignalDevice.create(user.id, session.identity, keyRecords(records));
    });
    return stored;
  }
}

/** Without more, "not found" would be said of somebody's account. */
async function invited<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (e) {
    if (e instanceof Failed && e.failure.code === "not-found") throw failed("invitation-unknown");
    throw e;
  }
}

/** @param identity the private half of an identity key, in base64; without it, one is made */
async function newSession(identity?: string): Promise<NewSession> {
  const secret = identity === undefined ? undefined : findBase64(identity);
  if (identity !== undefined && secret?.length !== SECRET_BYTES) throw failed("code-wrong");
  const pair = secret === undefined ? makeKeyPair() : keyPairOf(secret);
  return { keys: await makeSessionKeys(), identity: makeIdentity(SECURE, pair) };
}
