/**
 * Opens what was pushed, in one transaction: what it was sealed with is spent, and what is to be asked for is noted, together with what
 * the caller keeps of it, or nothing has changed.
 */
import type { Bytes } from "../../protocol/bytes.ts";
import type { Id } from "../../protocol/ids.ts";
import { type Envelope, parseEnvelope } from "../../signal/envelope.ts";
import type { Opening } from "../../signal/outcomes.ts";
import type { DeviceAddress } from "../../signal/sessions.ts";
import { addChore } from "./chores.ts";
import type { DeviceOf } from "./device.ts";
import { outside } from "./inside.ts";
import { findOffered, offer } from "./offered.ts";
import type { Records } from "./records.ts";
import { addWaiting, answered, type From, removeWaiting, waitOf } from "./waiting.ts";

export interface Pushed {
  readonly id: Id;
  readonly conversation: Id;
  readonly sender: DeviceAddress;
  /** On the wire, such as `SIGNAL_TEXT`. */
  readonly category: string;
  readonly payload: Bytes;
}

/** A request of another device, as far as it concerns sealing. */
export interface Asking {
  readonly action: string;
  readonly messages: readonly Id[];
}

/**
 * How to treat a pushed message.
 *
 * `show`: its content, as a `PLAIN_…` carries it, under the id with which it was first sent. `open`: it is not sealed. `nothing`: it is
 * not for people, or was had before. `unreadable`: its sender will be asked for it. `changed`: its sender's identity key is another
 * one; nothing has changed, and it is not to be acknowledged, so that it comes again.
 */
export type Opened =
  | { readonly outcome: "show"; readonly id: Id; readonly content: Bytes }
  | { readonly outcome: "open" }
  | { readonly outcome: "nothing" }
  | { readonly outcome: "unreadable" }
  | { readonly outcome: "changed"; readonly user: Id };

const NOTHING: Opened = { outcome: "nothing" };
const SIGNAL = "SIGNAL_";
// A device that has not answered by then may never have got the request.
const ASKED_AGAIN_AFTER = 600_000;

export class PushOpener {
  /** @param has whether a message of that id is kept with its content, or was */
  constructor(
    private readonly records: Records,
    private readonly self: Id,
    private readonly device: DeviceOf,
    private readonly has: (id: Id) => Promise<boolean>,
  ) {}

  /** Whether something is to be done now. */
  chores = false;

  async open(pushed: Pushed): Promise<Opened> {
    if (pushed.category === "SIGNAL_KEY") return this.#key(pushed);
    return pushed.category.startsWith(SIGNAL) ? await this.#message(pushed) : { outcome: "open" };
  }

  /** A request of another device. @return false when it is not about keys or messages */
  answer(pushed: Pushed, asking: Asking): boolean {
    const from = fromOf(pushed);
    switch (asking.action) {
      case "RESEND_KEY":
        this.#add("hand-key", from);
        return true;
      case "RESEND_MESSAGES":
        if (asking.messages.length > 0) this.#add("say-again", from, asking.messages);
        return true;
      case "NO_KEY":
        answered(this.records, from);
        return true;
      default:
        return false;
    }
  }

  #key(pushed: Pushed): Opened {
    const envelope = parseEnvelope(pushed.payload);
    const opening: Opening = envelope === undefined
      ? { outcome: "unreadable", why: "not an envelope" }
      : this.device(this.records).openSenderKey(pushed.conversation, pushed.sender, envelope);
    const from = fromOf(pushed);
    switch (opening.outcome) {
      case "opened":
        if (waitOf(this.records, from).messages.length > 0) {
          answered(this.records, from);
          this.#add("ask-for-messages", from);
        }
        return NOTHING;
      case "other identity":
        return this.#changed(pushed, opening.offered);
      case "duplicate":
        return NOTHING;
      case "no key":
      case "unreadable":
        // The key can't be read, and no other answer will come. The next unreadable message asks again.
        answered(this.records, from);
        return NOTHING;
    }
  }

  async #message(pushed: Pushed): Promise<Opened> {
    const envelope = parseEnvelope(pushed.payload);
    if (envelope?.again !== undefined) return await this.#again(pushed, envelope, envelope.again);
    // In sessions devices hand over keys and say again what could not be read: what comes so under another mark was relabelled on its
    // way, for the mark is not sealed.
    const opening: Opening = envelope?.type === "sender key"
      ? this.device(this.records).open(pushed.conversation, pushed.sender, envelope)
      : { outcome: "unreadable", why: "not sealed with a sender key" };
    switch (opening.outcome) {
      case "opened": {
        const from = fromOf(pushed);
        removeWaiting(this.records, from, pushed.id);
        if (waitOf(this.records, from).asked !== undefined) {
          answered(this.records, from);
          this.#add("ask-for-messages", from);
        }
        return shown(pushed, pushed.id, opening.plaintext);
      }
      case "other identity":
        return this.#changed(pushed, opening.offered);
      case "no key":
        // The key may have come, and wait for the same thing: the user's word.
        return findOffered(this.records, pushed.sender.user) === undefined
          ? this.#unreadable(pushed)
          : { outcome: "changed", user: pushed.sender.user };
      case "duplicate":
      case "unreadable":
        // Of a duplicate nobody was shown anything: it would be kept. The sender's key was handed to us after this was sealed, and came
        // before it; or somebody repeats another message under a new id, and its sender knows of none.
        return this.#unreadable(pushed);
    }
  }

  async #again(pushed: Pushed, envelope: Envelope, first: Id): Promise<Opened> {
    const from = fromOf(pushed);
    const waits = waitOf(this.records, from).messages.includes(first);
    if (!waits || await this.has(first)) {
      removeWaiting(this.records, from, first);
      return NOTHING;
    }
    if (envelope.type === "sender key") return NOTHING;
    const opening = this.device(this.records).open(pushed.conversation, pushed.sender, envelope);
    if (opening.outcome === "other identity") return this.#changed(pushed, opening.offered);
    if (opening.outcome !== "opened") return NOTHING;
    removeWaiting(this.records, from, first);
    return shown(pushed, first, opening.plaintext);
  }

  #unreadable(pushed: Pushed): Opened {
    const from = fromOf(pushed);
    addWaiting(this.records, from, pushed.id);
    const { asked } = waitOf(this.records, from);
    if (asked === undefined || asked + ASKED_AGAIN_AFTER < Date.now()) this.#add("ask-for-key", from, [pushed.id]);
    return { outcome: "unreadable" };
  }

  #changed(pushed: Pushed, offered: Bytes): Opened {
    const { user } = pushed.sender;
    // A device that claims to be our own and has another identity is not believed.
    if (user === this.self) return NOTHING;
    offer(this.records, user, offered);
    return { outcome: "changed", user };
  }

  #add(what: Parameters<typeof addChore>[1]["what"], from: From, messages: readonly Id[] = []): void {
    addChore(this.records, { what, ...from, messages });
    this.chores = true;
  }
}

function shown(pushed: Pushed, id: Id, sealed: Bytes): Opened {
  return { outcome: "show", id, content: outside(pushed.category.slice(SIGNAL.length), sealed) };
}

function fromOf(pushed: Pushed): From {
  return { conversation: pushed.conversation, device: pushed.sender };
}
