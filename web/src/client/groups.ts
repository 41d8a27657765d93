/** The calls about people and conversations: finding, adding, groups and their members, muting, leaving. */
import { base64 } from "../protocol/bytes.ts";
import { conversationOf, conversationOfGroup, findId, type Id } from "../protocol/ids.ts";
import { failed } from "./failed.ts";
import { text } from "./fields.ts";
import { learnUser } from "./people.ts";
import type { Parts } from "./parts.ts";
import type { Conversation, Member, Person } from "./records.ts";
import { newConversation } from "./rooms.ts";
import type { StoredConversation } from "./stored.ts";

const MOST_PICTURE_BYTES = 512 << 10;
// Ten years, which is the server's bound.
const LONGEST_MUTE = 316_224_000;

export class Groups {
  constructor(private readonly parts: Parts) {}

  async findPerson(numberOrPhone: string): Promise<Person> {
    const asked = numberOrPhone.replace(/[\s()-]/g, "").replace(/^@/, "");
    const found = await this.parts.people.keep(await this.parts.api.search(asked));
    return this.parts.people.toPerson(found);
  }

  async person(user: Id): Promise<Person> {
    return this.parts.people.toPerson(await this.parts.people.need(user));
  }

  people(): readonly Person[] {
    const { archive, people } = this.parts;
    return [...archive.people.values()].filter((each) => each.relation === "friend").map((each) =>
      people.toPerson(each)
    );
  }

  async setRelation(user: Id, relation: "friend" | "stranger" | "blocked"): Promise<Person> {
    const { api, people } = this.parts;
    const before = (await people.need(user)).relation;
    if (before === "blocked" && relation !== "blocked") await api.relate(user, "UNBLOCK");
    if (relation === "blocked") await api.relate(user, "BLOCK");
    else if (relation === "friend") await api.relate(user, "ADD");
    else if (before === "friend") await api.relate(user, "REMOVE");
    return people.toPerson(await people.refresh(user));
  }

  async report(user: Id): Promise<void> {
    await this.parts.api.http.post("/reports", { user_id: user });
    await this.parts.people.refresh(user);
  }

  async openDirect(user: Id): Promise<Conversation> {
    const { archive, people, rooms, self } = this.parts;
    await people.need(user);
    const id = conversationOf(self, user);
    await archive.inTransaction((records) => {
      const { hidden: _, ...known } = records.conversation(id) ?? newConversation(id, user);
      records.putConversation({ ...known, group: false, peer: user });
    });
    return rooms.toConversation(rooms.need(id));
  }

  /** @param random the same when the call is asked again, so that the group is made once */
  async createGroup(name: string, members: readonly Id[], random: Id): Promise<Conversation> {
    const { api, rooms, self } = this.parts;
    const others = members.filter((each) => each !== self);
    const made = await api.changeConversation("", {
      conversation_id: conversationOfGroup(self, name, others, random),
      category: "GROUP",
      name,
      random_id: random,
      participants: others.map((user) => ({ user_id: user })),
    });
    return rooms.toConversation(await rooms.keep(made));
  }

  members(conversation: Id): Promise<readonly Member[]> {
    return this.parts.rooms.members(conversation);
  }

  async editMembers(
    conversation: Id,
    action: "add" | "remove" | "promote" | "demote",
    users: readonly Id[],
  ): Promise<void> {
    const path = { add: "ADD", remove: "REMOVE", promote: "ROLE", demote: "ROLE" }[action];
    const role = action === "promote" ? { role: "ADMIN" } : action === "demote" ? { role: "" } : {};
    const body = users.map((user) => ({ user_id: user, ...role }));
    await this.#change(`/${conversation}/participants/${path}`, body);
  }

  async editGroup(
    conversation: Id,
    change: { readonly name?: string; readonly announcement?: string; readonly picture?: Blob },
  ): Promise<void> {
    const { name, announcement, picture } = change;
    await this.#change(`/${conversation}`, {
      name,
      announcement,
      icon_base64: picture === undefined ? undefined : await pictureText(picture),
    });
  }

  async leave(conversation: Id): Promise<void> {
    await this.parts.api.http.post(`/conversations/${conversation}/exit`, {});
    await this.parts.rooms.refresh(conversation);
  }

  async groupLink(conversation: Id, renew: boolean): Promise<{ readonly address: string }> {
    const { api, rooms } = this.parts;
    const found = renew
      ? await api.changeConversation(`/${conversation}/rotate`, {})
      : await api.conversation(conversation);
    await rooms.keep(found);
    if (found.code === "") throw failed("not-found");
    return { address: api.http.origin + "/codes/" + found.code };
  }

  async code(
    code: string,
  ): Promise<{ readonly group?: Conversation; readonly person?: Person; readonly joined: boolean }> {
    const { api, archive, people, rooms, self } = this.parts;
    const found = await api.http.get("/codes/" + encodeURIComponent(codeIn(code)));
    if (text(found, "type") === "user") {
      const user = await archive.inTransaction((records) => learnUser(records, api.readUser(found)));
      return { person: people.toPerson(user), joined: false };
    }
    if (text(found, "type") !== "conversation") throw failed("unsupported");
    const group = api.readConversation(found);
    const joined = group.participants.some((each) => each.user === self);
    const known = archive.conversations.get(group.id);
    const shown: StoredConversation = {
      ...known ?? newConversation(group.id),
      group: true,
      name: group.name,
      ...(group.picture === undefined ? {} : { picture: group.picture }),
      announcement: group.announcement,
      members: group.participants,
      known: true,
    };
    return { group: rooms.toConversation(shown), joined };
  }

  async joinGroup(code: string): Promise<Conversation> {
    const { api, rooms } = this.parts;
    const path = "/" + encodeURIComponent(codeIn(code)) + "/join";
    return rooms.toConversation(await rooms.keep(await api.changeConversation(path, {})));
  }

  async mute(conversation: Id, until: number): Promise<void> {
    const { api, rooms } = this.parts;
    const seconds = Math.min(LONGEST_MUTE, Math.max(0, Math.ceil((until - api.http.now()) / 1000)));
    await this.#ensure(conversation);
    await api.http.post(`/conversations/${conversation}/mute`, { duration: seconds });
    await rooms.refresh(conversation);
  }

  async disappear(conversation: Id, after: number): Promise<void> {
    const { api, rooms } = this.parts;
    await this.#ensure(conversation);
    await api.http.post(`/conversations/${conversation}/disappear`, { duration: Math.round(after / 1000) });
    await rooms.refresh(conversation);
  }

  async pinConversation(conversation: Id, pinned: boolean): Promise<void> {
    await this.parts.archive.inTransaction((records) => {
      const known = records.conversation(conversation);
      if (known === undefined) return;
      const { pinnedAt: _, ...rest } = known;
      records.putConversation(pinned ? { ...rest, pinnedAt: Date.now() } : rest);
    });
  }

  /** Takes it from this device's list, and its messages from this device. */
  async forget(conversation: Id, erase: (ids: readonly Id[]) => Promise<void>): Promise<void> {
    const { archive } = this.parts;
    for (;;) {
      const some = await archive.shelf.messages(conversation, "before", Number.MAX_SAFE_INTEGER, 200);
      const here = some.filter((each) => each.state !== "erased");
      if (here.length === 0) break;
      await erase(here.map((each) => each.id));
    }
    await archive.inTransaction((records) => {
      const known = records.conversation(conversation);
      if (known === undefined) return;
      const { last: _last, draft: _draft, pinnedAt: _pinnedAt, ...rest } = known;
      records.putConversation({ ...rest, hidden: true, unread: 0, mentioned: false, pins: [] });
    });
  }

  async #ensure(conversation: Id): Promise<void> {
    const { api, rooms } = this.parts;
    const stored = rooms.need(conversation);
    if (stored.known || stored.peer === undefined) return;
    const body = { conversation_id: conversation, category: "CONTACT", participants: [{ user_id: stored.peer }] };
    await rooms.keep(await api.changeConversation("", body));
  }

  async #change(target: string, body: unknown): Promise<void> {
    await this.parts.rooms.keep(await this.parts.api.changeConversation(target, body));
  }
}

/** The code, also of a whole address such as `https://chat.example.org/codes/…`. */
export function codeIn(typed: string): string {
  const found = /[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/.exec(typed)?.[0];
  const code = findId(found);
  if (code === undefined) throw failed("not-found");
  return code;
}

export async function pictureText(picture: Blob): Promise<string> {
  if (picture.size > MOST_PICTURE_BYTES) throw failed("too-large");
  return base64(new Uint8Array(await picture.arrayBuffer()));
}
