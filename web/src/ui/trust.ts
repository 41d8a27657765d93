/** How private a conversation is, in words and with an icon; list, head, details and composer all take it from here. */
import type { Conversation } from "../client/records.ts";
import { say } from "./words/words.ts";

export interface Privacy {
  readonly icon: string;
  readonly words: string;
  /** Amber: not private, or not sure. */
  readonly warn: boolean;
}

export function privacy({ trust, kind, members }: Conversation): Privacy {
  switch (trust) {
    case "verified":
      return { icon: "verified", words: say("encryptedVerified"), warn: false };
    case "encrypted":
      return {
        icon: "lock",
        words: kind === "group" && members ? say("encryptedPeople", { n: members }) : say("encrypted"),
        warn: false,
      };
    case "changed":
      return { icon: "warn", words: say("noLongerVerified"), warn: true };
    case "waiting":
      return { icon: "clock", words: say("waitingForKeys"), warn: true };
    case "plain":
      return {
        icon: "unlock",
        words: kind === "group" && members ? say("plainPeople", { n: members }) : say("notEncrypted"),
        warn: true,
      };
  }
}

/** The same beside the field, before anything is sent. */
export function lock(
  { trust }: Conversation,
): { readonly icon: string; readonly words: string; readonly open: boolean } {
  switch (trust) {
    case "verified":
    case "encrypted":
      return { icon: "lock", words: say("endToEnd"), open: false };
    case "waiting":
      return { icon: "lock", words: say("waitingForKeys"), open: false };
    case "changed":
      return { icon: "warn", words: say("endToEndNotVerified"), open: true };
    case "plain":
      return { icon: "unlock", words: say("notEncrypted"), open: true };
  }
}
