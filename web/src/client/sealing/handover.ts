/** Hands our sender key to devices, each in a session, which is begun if there isn't one. */
import { type Id, randomId } from "../../protocol/ids.ts";
import type { KeyMessage } from "../../protocol/blaze.ts";
import { envelopeBytes } from "../../signal/envelope.ts";
import type { DeviceAddress } from "../../signal/sessions.ts";
import type { DeviceOf, Rooms } from "./device.ts";
import { offer } from "./offered.ts";
import type { KeptRecords } from "./records.ts";
import { type Roster, rosterChecksum, sameDevice } from "./roster.ts";
import type { Rosters } from "./rosters.ts";

/** `changed`: these users' identity keys are others than before. Nobody was handed anything. */
export type Handed =
  | { readonly outcome: "all" }
  | { readonly outcome: "outdated" }
  | { readonly outcome: "refused" }
  | { readonly outcome: "changed"; readonly users: ReadonlySet<Id> };

const ALL: Handed = { outcome: "all" };

export class Handover {
  constructor(
    private readonly self: DeviceAddress,
    private readonly store: KeptRecords,
    private readonly device: DeviceOf,
    private readonly rooms: Rooms,
    private readonly rosters: Rosters,
  ) {}

  /** Hands it to some devices of the roster. */
  async to(devices: readonly DeviceAddress[], conversation: Id, roster: Roster): Promise<Handed> {
    const strangers = await this.store.inTransaction((records) =>
      devices.filter((each) => !this.device(records).hasSession(each))
    );
    const begun = await this.begin(strangers);
    return begun.outcome === "changed" ? begun : await this.#seal(devices, conversation, roster);
  }

  /** The same, in a new session: for a device that can't read what we say in the one there is. */
  async inNewSession(device: DeviceAddress, conversation: Id, roster: Roster): Promise<Handed> {
    const begun = await this.begin([device]);
    return begun.outcome === "all" ? await this.#seal([device], conversation, roster) : begun;
  }

  /** Begins sessions with those who have left keys. */
  async begin(devices: readonly DeviceAddress[]): Promise<Handed> {
    if (devices.length === 0) return ALL;
    // A server that names others as well would have us take their identity from it, unasked.
    const bundles = (await this.rooms.takePreKeys(devices))
      .filter((bundle) => devices.some((device) => sameDevice(device, bundle)));
    const changed = await this.store.inTransaction((records) => {
      const users = new Set<Id>();
      for (const bundle of bundles) {
        const begun = this.device(records).begin(bundle);
        // A device that claims to be our own and has another identity is left without a key.
        if (begun.outcome === "other identity" && bundle.user !== this.self.user) {
          offer(records, bundle.user, begun.offered);
          users.add(bundle.user);
        }
      }
      return users;
    });
    return changed.size === 0 ? ALL : { outcome: "changed", users: changed };
  }

  async #seal(devices: readonly DeviceAddress[], conversation: Id, roster: Roster): Promise<Handed> {
    const keys: KeyMessage[] = [];
    const handed: DeviceAddress[] = [];
    const without: DeviceAddress[] = [];
    await this.store.inTransaction((records) => {
      for (const device of devices) {
        const sealing = this.device(records).sealSenderKey(conversation, device);
        if (sealing.outcome === "no key") without.push(device);
        else {
          const payload = envelopeBytes(sealing.envelope);
          keys.push({ message: randomId(), recipient: device.user, session: device.session, payload });
          handed.push(device);
        }
      }
    });
    if (keys.length > 0) {
      const answer = await this.rooms.handOver(conversation, rosterChecksum(roster), keys);
      if (answer !== "done") return { outcome: answer };
    }
    await this.rosters.handed(conversation, handed, "handed");
    await this.rosters.handed(conversation, without, "cant");
    return ALL;
  }
}
