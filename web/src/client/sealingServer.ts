/** The server as sealing needs it: over Blaze where there is an action for it, else over HTTP. */
import { type KeyBundle, type KeyMessage, type KeyUpload, keyUploadJson, REFUSAL } from "../protocol/blaze.ts";
import { type Id, randomId } from "../protocol/ids.ts";
import { writePayload } from "../protocol/payload/payload.ts";
import type { DeviceAddress } from "../signal/sessions.ts";
import type { Api } from "./api.ts";
import type { Archive } from "./archive.ts";
import type { Answer, BlazeLink } from "./blazeLink.ts";
import { Failed } from "./failed.ts";
import { number } from "./fields.ts";
import { protectionOf } from "./knownProtection.ts";
import { learnUser } from "./people.ts";
import type { Request, Rooms, Said, ServerAnswer } from "./sealing/device.ts";
import type { Members } from "./sealing/roster.ts";
import { learnConversation } from "./rooms.ts";

const MOST_DEVICES = 1_000;
// Of 256 KiB on the wire; a key message is about a KiB.
const MOST_KEYS_AT_ONCE = 100;

export class SealingServer implements Rooms {
  constructor(
    private readonly self: Id,
    private readonly archive: Archive,
    private readonly api: Api,
    private readonly link: BlazeLink,
  ) {}

  async findMembers(conversation: Id): Promise<Members | undefined> {
    const found = await this.api.http.patiently(() => this.api.findConversation(conversation));
    if (found === undefined || !found.participants.some((each) => each.user === this.self)) return undefined;
    const users = [...new Set(found.devices.map((device) => device.user))];
    const unknown = users.filter((user) => !this.archive.people.has(user));
    const described = unknown.length === 0 ? [] : await this.api.http.patiently(() => this.api.users(unknown));
    return await this.archive.inTransaction((records) => {
      for (const user of described) learnUser(records, user);
      learnConversation(records, found, this.self);
      return {
        devices: found.devices.map(({ user, session }) => ({
          device: { user, session },
          // A person who is said to be a bot now stays one of those who are handed our keys.
          bot: records.person(user)?.bot === true && protectionOf(records, user).takes !== "signal",
        })),
        expireIn: Math.max(0, found.expireIn),
      };
    });
  }

  async takePreKeys(devices: readonly DeviceAddress[]): Promise<readonly KeyBundle[]> {
    const bundles: KeyBundle[] = [];
    for (let from = 0; from < devices.length; from += MOST_DEVICES) {
      const answer = await this.link.ask({
        id: randomId(),
        action: "CONSUME_SESSION_SIGNAL_KEYS",
        recipients: devices.slice(from, from + MOST_DEVICES),
      });
      if ("reply" in answer) bundles.push(...answer.reply.bundles);
    }
    return bundles;
  }

  async handOver(conversation: Id, checksum: string, keys: readonly KeyMessage[]): Promise<ServerAnswer> {
    for (let from = 0; from < keys.length; from += MOST_KEYS_AT_ONCE) {
      const answer = meaning(
        await this.link.ask({
          id: randomId(),
          action: "CREATE_SIGNAL_KEY_MESSAGES",
          conversation,
          checksum,
          messages: keys.slice(from, from + MOST_KEYS_AT_ONCE),
        }),
      );
      // A device that has its key already doesn't mind to get it twice.
      if (answer !== "done") return answer;
    }
    return "done";
  }

  async tell(conversation: Id, device: DeviceAddress, request: Request): Promise<ServerAnswer> {
    const payload = writePayload({ kind: "control", ...request, acknowledgements: [] });
    return meaning(
      await this.link.ask({
        id: randomId(),
        action: "CREATE_MESSAGE",
        message: {
          conversation,
          message: randomId(),
          category: "PLAIN_JSON",
          payload,
          recipient: device.user,
          session: device.session,
        },
      }),
    );
  }

  async sendAgain(device: DeviceAddress, said: Said, payload: KeyMessage["payload"]): Promise<ServerAnswer> {
    return meaning(
      await this.link.ask({
        id: randomId(),
        action: "CREATE_MESSAGE",
        message: {
          conversation: said.conversation,
          message: randomId(),
          category: "SIGNAL_" + said.kind,
          payload,
          recipient: device.user,
          session: device.session,
          ...(said.quote === undefined ? {} : { quote: said.quote }),
          silent: said.silent,
          expireIn: said.expireIn,
        },
      }),
    );
  }

  async countPreKeys(): Promise<number> {
    const count = await this.api.http.patiently(() => this.api.http.get("/signal/keys/count"));
    return number(count, "one_time_pre_keys_count");
  }

  async leavePreKeys(keys: KeyUpload): Promise<ServerAnswer> {
    try {
      await this.api.http.patiently(() => this.api.http.post("/signal/keys", keyUploadJson(keys)));
      return "done";
    } catch (e) {
      if (e instanceof Failed && e.failure.status === REFUSAL.forbidden) return "refused";
      throw e;
    }
  }
}

function meaning(answer: Answer): ServerAnswer {
  if ("reply" in answer) return "done";
  return answer.refused.failure.status === REFUSAL.checksum ? "outdated" : "refused";
}
