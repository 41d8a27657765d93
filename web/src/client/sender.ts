/**
 * Sends what was written, in the best protection that everybody in the conversation can read, and never less than before: people by
 * Signal, bots with keys in boxes, other bots as it is.
 */
import { type BlazeRequest, type MessageView, REFUSAL, type SentMessage } from "../protocol/blaze.ts";
import { type BoxRecipient, sealBox } from "../protocol/boxes.ts";
import { type Bytes, findBase64 } from "../protocol/bytes.ts";
import { inFamily } from "../protocol/categories.ts";
import { checksumOf, type Id, randomId } from "../protocol/ids.ts";
import { writeEncrypted } from "../protocol/payload/encrypted.ts";
import { writePayload } from "../protocol/payload/payload.ts";
import type { TokenOwner } from "../protocol/tokens.ts";
import type { Api, ApiConversation, Protection } from "./api.ts";
import type { Archive } from "./archive.ts";
import type { BlazeLink } from "./blazeLink.ts";
import { failed } from "./failed.ts";
import { markChanged } from "./messages.ts";
import { learnDevices } from "./knownDevices.ts";
import { protectionOf } from "./knownProtection.ts";
import { pause, Pauses } from "./pauses.ts";
import type { People } from "./people.ts";
import { learnConversation, type Rooms } from "./rooms.ts";
import type { SealedConversations } from "./sealing/sealedConversations.ts";
import type { Transaction } from "./archive.ts";
import type { StoredConversation, StoredMessage } from "./stored.ts";

const MOST_TRIES = 20;

export class Sender {
  constructor(
    private readonly owner: TokenOwner,
    private readonly archive: Archive,
    private readonly api: Api,
    private readonly link: BlazeLink,
    private readonly people: People,
    private readonly rooms: Rooms,
    private readonly sealed: SealedConversations<Transaction>,
  ) {}

  /** Sends a message that is stored. @return when the server took it, in microseconds */
  async say(message: StoredMessage): Promise<{ readonly at: number; readonly by: Protection }> {
    const conversation = await this.#ensure(message.conversation);
    const by = message.category.startsWith("PLAIN_") ? await this.protectionIn(conversation) : "none";
    switch (by) {
      case "signal":
        return { at: await this.#bySignal(message), by };
      case "encrypted":
        return { at: await this.#inBox(message), by };
      case "none":
        return { at: await this.#send({ ...sentOf(message), ...mentionsOf(message) }), by };
    }
  }

  /** Sends what is about other messages, or for clients alone: it travels open. */
  async tell(
    conversation: Id,
    message: Id,
    payload: Parameters<typeof writePayload>[0],
    category: string,
  ): Promise<number> {
    await this.#ensure(conversation);
    return await this.#send({ conversation, message, category, payload: writePayload(payload) });
  }

  /** How what is written there travels. Fails while the server says otherwise than before of the other one. */
  async protectionIn(conversation: StoredConversation): Promise<Protection> {
    if (conversation.peer === undefined) return "signal";
    await this.people.need(conversation.peer);
    const peer = conversation.peer;
    const { takes, inDoubt } = await this.archive.inTransaction((records) => protectionOf(records, peer));
    if (inDoubt) throw failed("trust-changed");
    return takes;
  }

  /** The conversation as the server has it; made there when it is a new one. */
  async #ensure(id: Id): Promise<StoredConversation> {
    const stored = this.rooms.need(id);
    if (stored.known) return stored;
    if (stored.peer === undefined) {
      const found = await this.rooms.refresh(id);
      if (found === undefined) throw failed("not-found");
      return found;
    }
    const body = { conversation_id: id, category: "CONTACT", participants: [{ user_id: stored.peer }] };
    return await this.rooms.keep(await this.api.http.patiently(() => this.api.changeConversation("", body)));
  }

  async #bySignal(message: StoredMessage): Promise<number> {
    const pauses = new Pauses(500, 30_000);
    const said = {
      id: message.id,
      conversation: message.conversation,
      kind: message.category.slice("PLAIN_".length),
      content: message.payload,
      ...(message.quote === undefined ? {} : { quote: message.quote }),
      silent: message.silent === true,
      expireIn: message.expireIn,
    };
    for (let tried = 0; tried < MOST_TRIES; tried++) {
      const sealed = await this.sealed.seal(said);
      if (sealed.outcome === "changed") {
        await this.#markChanged(message.conversation, sealed.users);
        throw failed("trust-changed");
      }
      if (sealed.outcome === "not-allowed") throw failed("refused", "one may not write in that conversation");
      if (sealed.outcome === "ready") {
        const { payload, checksum } = sealed;
        const at = await this.#unlessOutdated({
          ...sentOf(message),
          ...mentionsOf(message),
          category: inFamily(message.category, "SIGNAL"),
          payload,
          checksum,
        });
        if (at !== undefined) return at;
        await this.sealed.rosters.outdated(message.conversation);
      }
      if (tried > 0) await pause(pauses.next());
    }
    throw failed("refused", "the devices in it change all the time");
  }

  async #inBox(message: StoredMessage): Promise<number> {
    const pauses = new Pauses(500, 30_000);
    for (let tried = 0; tried < MOST_TRIES; tried++) {
      const found = await this.api.http.patiently(() => this.api.conversation(message.conversation));
      const recipients = await this.#recipients(found);
      const category = inFamily(message.category, "ENCRYPTED");
      const box = await sealBox(this.owner.keys, category, message.payload, recipients);
      if (box === undefined) throw failed("refused", "a device there has no key to encrypt for");
      const at = await this.#unlessOutdated({
        ...sentOf(message),
        category,
        payload: writeEncrypted(box),
        checksum: checksumOf(found.devices.map((device) => device.session)),
      });
      if (at !== undefined) return at;
      await pause(pauses.next());
    }
    throw failed("refused", "the devices in it change all the time");
  }

  /** All devices there but this one; fails when one has another key than before. */
  async #recipients(found: ApiConversation): Promise<readonly BoxRecipient[]> {
    const others = found.devices.filter((device) => device.session !== this.owner.session);
    const changed = await this.archive.inTransaction((records) => {
      learnConversation(records, found, this.owner.user);
      return learnDevices(records, others);
    });
    if (changed.size > 0) {
      await this.#markChanged(found.id, changed);
      throw failed("trust-changed");
    }
    return others.map((device) => {
      const key = findBase64(device.publicKey);
      if (key?.length !== 32) throw failed("refused", "a device there has no key to encrypt for");
      return { session: device.session, key };
    });
  }

  #markChanged(conversation: Id, users: ReadonlySet<Id>): Promise<void> {
    return this.archive.inTransaction(async (records) => {
      const at = this.api.http.now() * 1000;
      for (const user of users) await markChanged(records, conversation, user, at, this.owner.user);
    });
  }

  async #send(message: SentMessage): Promise<number> {
    const at = await this.#unlessOutdated(message);
    if (at === undefined) throw failed("refused", "sealed for other devices than there are");
    return at;
  }

  /** When the server took it; undefined when it was sealed for other devices than there are. */
  async #unlessOutdated(message: SentMessage): Promise<number | undefined> {
    const isCall = message.category.startsWith("WEBRTC_");
    const request: BlazeRequest = { id: randomId(), action: isCall ? "CREATE_CALL" : "CREATE_MESSAGE", message };
    const answer = await this.link.ask(request);
    if ("reply" in answer) return timeOf(answer.reply.view) ?? this.api.http.now() * 1000;
    if (answer.refused.failure.status === REFUSAL.checksum) return undefined;
    throw answer.refused;
  }

  /** Says one of the words of a call. */
  async call(conversation: Id, message: SentMessage): Promise<void> {
    await this.#ensure(conversation);
    await this.#send(message);
  }
}

function sentOf(message: StoredMessage): SentMessage & { readonly payload: Bytes } {
  return {
    conversation: message.conversation,
    message: message.id,
    category: message.category,
    payload: message.payload,
    ...(message.quote === undefined ? {} : { quote: message.quote }),
    ...(message.silent === true ? { silent: true } : {}),
    ...(message.expireIn > 0 ? { expireIn: message.expireIn } : {}),
  };
}

function mentionsOf(message: StoredMessage): { readonly mentions?: readonly Id[] } {
  return message.mentions === undefined || message.mentions.length === 0 ? {} : { mentions: message.mentions };
}

function timeOf(view: MessageView | undefined): number | undefined {
  return view === undefined || view.createdAt <= 0 ? undefined : view.createdAt;
}
