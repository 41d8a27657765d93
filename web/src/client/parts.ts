/** The parts of an account that is open, which its calls use. {@link OpenAccount} makes them. */
import type { Id } from "../protocol/ids.ts";
import type { TokenOwner } from "../protocol/tokens.ts";
import type { AccountStore } from "../store/accountStore.ts";
import type { Acknowledger } from "./acknowledger.ts";
import type { Api } from "./api.ts";
import type { Archive, Transaction } from "./archive.ts";
import type { BlazeLink } from "./blazeLink.ts";
import type { Context } from "./contents.ts";
import type { Files } from "./files.ts";
import type { Messages } from "./messages.ts";
import type { Outbox } from "./outbox.ts";
import type { People } from "./people.ts";
import type { Settings, Told } from "./records.ts";
import type { Rooms } from "./rooms.ts";
import type { DeviceOf } from "./sealing/device.ts";
import type { SealedConversations } from "./sealing/sealedConversations.ts";
import type { Sender } from "./sender.ts";
import type { StoreShelf } from "./shelf.ts";

export interface Parts {
  readonly self: Id;
  readonly owner: TokenOwner;
  readonly store: AccountStore;
  readonly shelf: StoreShelf;
  readonly archive: Archive;
  readonly api: Api;
  readonly link: BlazeLink;
  readonly people: People;
  readonly rooms: Rooms;
  readonly messages: Messages;
  readonly context: Context;
  readonly files: Files;
  readonly device: DeviceOf;
  readonly sealed: SealedConversations<Transaction>;
  readonly sender: Sender;
  readonly outbox: Outbox;
  /** Tells the server what was received and read. */
  readonly receipts: Acknowledger;
  /** Tells the person's other devices what was read. */
  readonly readMarks: Acknowledger;
  readonly settings: () => Settings;
  /** The conversation that the person looks at, in any tab. */
  readonly isVisible: (conversation: Id) => boolean;
  readonly tell: (told: Told) => void;
}
