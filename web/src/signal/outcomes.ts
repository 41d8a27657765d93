/** The outcomes of sealing, of opening, and of beginning a session. */
import type { Bytes } from "../protocol/bytes.ts";
import type { Envelope } from "./envelope.ts";

/**
 * The identity key of a user is not the one that we know. Either they have a new device or somebody pretends to be them: the
 * person decides, and `acceptIdentity` says yes.
 */
export interface OtherIdentity {
  readonly outcome: "other identity";
  readonly known: Bytes;
  readonly offered: Bytes;
}

/** The outcome of opening a message sealed for us. Unless it was opened, nothing has changed. */
export type Opening =
  /** `plaintext` is what was sealed; nothing when it was a sender key, which is kept now. */
  | { readonly outcome: "opened"; readonly plaintext: Bytes }
  /** It was opened before: nothing to show, and nothing to ask for. */
  | { readonly outcome: "duplicate" }
  /** We lack the session or sender key that it is sealed with: ask its sender for it. */
  | { readonly outcome: "no key" }
  | OtherIdentity
  /** It was damaged, or is from a session that is gone: ask its sender for a key and for it. `why` quotes nothing of it. */
  | { readonly outcome: "unreadable"; readonly why: string };

/** The outcome of sealing. Once a message is sealed its keys are spent, and that is to be stored before it is sent. */
export type Sealing =
  | { readonly outcome: "sealed"; readonly envelope: Envelope }
  /** We have no session with this device under its accepted identity key, or have handed out no sender key yet. */
  | { readonly outcome: "no key" };

/** The outcome of beginning a session with a device's keys. Unless it was begun, nothing has changed. */
export type Beginning =
  | { readonly outcome: "begun" }
  | OtherIdentity
  /** The keys are not valid, or the signed one is not signed with the identity key: somebody made them up. */
  | { readonly outcome: "forged" };
