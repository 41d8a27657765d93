/** The calls about trust: safety numbers, other identities, one's devices, the PIN, linking another device. */
import { base64, findBase64 } from "../protocol/bytes.ts";
import { type Id } from "../protocol/ids.ts";
import type { KeyPair } from "../signal/curve.ts";
import { findLinkAddress, sealLinkSecret } from "../signal/linking.ts";
import { need, unlessNotFound } from "./api.ts";
import { optional } from "./contents.ts";
import { Failed, failed } from "./failed.ts";
import { flag, list, text } from "./fields.ts";
import { acceptDevices } from "./knownDevices.ts";
import { acceptProtection } from "./knownProtection.ts";
import type { Parts } from "./parts.ts";
import { PinTurns } from "./pinTurns.ts";
import type { Device } from "./records.ts";
import { keyRecords } from "./sealing/device.ts";
import { findOffered } from "./sealing/offered.ts";
import type { StoredAccount } from "./stored.ts";

export class Trusting {
  readonly #pins: PinTurns;
  #hasPin: boolean | undefined;

  /** @param startOver has everything that is not acknowledged come once more */
  constructor(private readonly parts: Parts, stored: StoredAccount, private readonly startOver: () => void) {
    this.#pins = new PinTurns(parts.owner.keys, stored.pinToken, () => parts.api.http.now());
  }

  /** Whether the account has a PIN; undefined until that is known anew. */
  get hasPin(): boolean | undefined {
    return this.#hasPin;
  }

  /** The number to compare: that of the key they have come with lately, when it is another one than before. */
  safetyNumber(user: Id): Promise<{ readonly number: string; readonly scan: string }> {
    return this.parts.archive.inTransaction((records) => {
      const device = this.parts.device(records);
      const offered = findOffered(records, user);
      const number = offered === undefined ? device.findSafetyNumber(user) : device.safetyNumber(user, offered);
      if (number === undefined) throw failed("not-found", "there was nothing encrypted with them yet");
      return { number, scan: "hearth-safety:" + number };
    });
  }

  async setVerified(user: Id, verified: boolean): Promise<void> {
    await this.parts.archive.inTransaction((records) => {
      const person = records.person(user);
      if (person === undefined || person.changed === true && verified) throw failed("trust-changed");
      records.putPerson({ ...person, verified });
    });
  }

  /** Accepts what the server says otherwise than before of the user: identity key, session keys, protection. */
  async acceptIdentity(user: Id): Promise<void> {
    const { archive, sealed, people } = this.parts;
    const identity = await sealed.acceptIdentity(user);
    const rest = await archive.inTransaction((records) => {
      const devices = acceptDevices(records, user);
      const protection = acceptProtection(records, user);
      const person = records.person(user);
      if (person?.changed === true) records.putPerson({ ...person, changed: false, verified: false });
      return devices || protection;
    });
    if (!identity && !rest && people.person(user).trust === "changed") throw failed("not-found");
    // What they said meanwhile was not acknowledged: it comes again.
    this.startOver();
  }

  async devices(): Promise<readonly Device[]> {
    const { api, self, owner } = this.parts;
    const named = await unlessNotFound(() => api.http.get("/me/sessions"));
    if (named === undefined) {
      // A server that doesn't know the names of devices.
      const devices = await api.devices([self]);
      return devices.map(({ session, platform }) => ({
        sessionId: session,
        name: platform,
        current: session === owner.session,
      }));
    }
    return list(named).map((device) => ({
      sessionId: need(device, "session_id"),
      name: text(device, "device_name") || text(device, "platform"),
      current: flag(device, "current"),
    }));
  }

  async endDevice(session: Id, pin?: string): Promise<void> {
    await this.#pins.in(async (hide) => {
      await this.#needPin(async () =>
        await this.parts.api.http.post("/logout", {
          session_id: session,
          ...optional("pin_base64", pin === undefined ? undefined : await hide(pin)),
        }), pin);
    });
  }

  /** Signs out all other devices, so that the server takes keys of this one. */
  async endOtherDevices(pin?: string): Promise<void> {
    for (const { sessionId, current } of await this.devices()) {
      if (!current) await this.endDevice(sessionId, pin);
    }
    this.parts.sealed.leaveKeysAgain();
  }

  /** Takes over the identity that the person's other devices have. Only while the server has no keys of this one. */
  async takeIdentity(pair: KeyPair): Promise<void> {
    await this.parts.archive.inTransaction((records) => {
      const keys = keyRecords(records);
      const own = keys.find("key.own", "identity");
      if (own !== undefined) keys.put("key.own", "identity", { ...own, pair });
    });
    this.parts.sealed.leaveKeysAgain();
  }

  /** Looks at another device's address, and links it when that is allowed. */
  async linkDevice(address: string, allow: boolean, pin?: string): Promise<{ readonly linked: boolean }> {
    const found = findLinkAddress(address.trim()) ?? typedAddress(address);
    if (found === undefined) throw failed("code-wrong");
    if (!allow) return { linked: false };
    const { api, archive, owner } = this.parts;
    const code = text(await api.http.get("/device/provisioning/code"), "code");
    const identity = await archive.inTransaction((records) => this.parts.device(records).identity.pair);
    const secret = sealLinkSecret({ identity, user: owner.user, session: owner.session, code }, found.key);
    await this.#pins.in(async (hide) => {
      await this.#needPin(async () =>
        await api.http.post("/provisionings/" + found.device, {
          secret,
          ...optional("pin_base64", pin === undefined ? undefined : await hide(pin)),
        }), pin);
    });
    return { linked: true };
  }

  async setPin(pin: string, old?: string): Promise<void> {
    await this.#pins.in(async (hide) => {
      const before = old === undefined ? undefined : await hide(old);
      await this.parts.api.http.post("/pin/update", {
        ...optional("old_pin_base64", before),
        pin_base64: await hide(pin),
      });
    });
    this.#hasPin = true;
  }

  /** Whether there is a PIN, as the server says. */
  learnPin(hasPin: boolean): void {
    this.#hasPin = hasPin;
  }

  /** Without a PIN where one is needed, the server says that a field is wrong. */
  async #needPin(call: () => Promise<unknown>, pin: string | undefined): Promise<void> {
    try {
      await call();
    } catch (e) {
      const isMissing = e instanceof Failed && e.failure.status === 10002 && pin === undefined;
      throw isMissing ? failed("pin-needed") : e;
    }
  }
}

/** The same as `typedText` of linking: a person may type it when nothing can scan. */
export function typedAddress(typed: string): ReturnType<typeof findLinkAddress> {
  const [device = "", key = ""] = typed.trim().split(".");
  const bytes = findBase64(key);
  return bytes === undefined
    ? undefined
    : findLinkAddress(`mixin://device/auth?id=${device}&pub_key=${encodeURIComponent(base64(bytes))}`);
}
