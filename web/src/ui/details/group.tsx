/** A group's members, its link, its name and picture. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Conversation, Member } from "../../client/records.ts";
import { chooseFiles } from "../composer/attach.tsx";
import { ask } from "../dialog/ask.tsx";
import { closeDialog, Dialog, openDialog } from "../dialog/dialog.tsx";
import { type Item, openMenu } from "../dialog/menu.tsx";
import { notify, reason, trying } from "../dialog/toast.tsx";
import { ChoosePeople } from "../list/choose-people.tsx";
import { Avatar, Button, Icon, Label, Name } from "../parts/parts.tsx";
import { squared } from "../parts/picture-file.ts";
import { QrCode } from "../parts/qr.tsx";
import { account, client, people } from "../state.ts";
import { line } from "../text.ts";
import { say } from "../words/words.ts";
import { failureOf } from "../worker.ts";
import { CirclesRow, Disappearing, Row } from "./details.tsx";
import { openDirect, openPerson } from "./person.ts";

const RANK = { owner: 0, admin: 1, member: 2 };

export function Members({ conversation }: { conversation: Conversation }) {
  const members = useSignal<readonly Member[] | undefined>(undefined);
  const leads = conversation.role === "owner" || conversation.role === "admin";
  const load = () => client().members(conversation.id).then((all) => (members.value = all), () => {});
  useEffect(() => {
    load();
  }, [conversation.id, conversation.members, conversation.role]);
  const all = [...members.value ?? []].sort((a, b) => RANK[a.role] - RANK[b.role]);
  const bots = all.filter((one) => one.person.bot);
  const change = async (action: "add" | "remove" | "promote" | "demote", users: readonly string[]) => {
    await trying(client().editMembers(conversation.id, action, users));
    await load();
  };
  return (
    <>
      {bots.length > 0 && conversation.trust !== "plain" && (
        <p class="note warn inset">
          <Icon name="unlock" />
          <span>{say("botHere", { name: line(bots[0]!.person.name) })}</span>
        </p>
      )}
      <div class="sec">
        <Label>
          {say("people", { n: all.length || (conversation.members ?? 0) })}
          {leads && (
            <button
              type="button"
              onClick={() =>
                openDialog(
                  <Add
                    conversation={conversation}
                    has={all}
                    onAdd={(users) => change("add", users)}
                  />,
                )}
            >
              {say("add")}
            </button>
          )}
        </Label>
        <div class="convs">
          {all.map((member) => (
            <button
              type="button"
              class="pick"
              key={member.person.userId}
              onClick={(event) => memberMenu(conversation, member, change, event.currentTarget)}
            >
              <Avatar
                id={member.person.userId}
                name={member.person.name}
                picture={member.person.picture}
                square={member.person.bot}
                size={36}
              />
              <span class="t grow cut">
                {member.person.userId === account.value?.userId ? say("you") : <Name of={member.person.name} />}
              </span>
              {member.person.trust === "verified" && (
                <span class="quiet" role="img" aria-label={say("verified")}>
                  <Icon name="verified" size={16} />
                </span>
              )}
              {member.role !== "member" && <span class="tag">{say(member.role)}</span>}
              {member.person.bot && <span class="tag">{say("bot")}</span>}
            </button>
          ))}
        </div>
      </div>
      <div class="sec">
        {leads && (
          <Row
            icon="pen"
            title={say("editGroup")}
            onClick={() => openDialog(<EditGroup conversation={conversation} />)}
          />
        )}
        <Disappearing conversation={conversation} />
        <CirclesRow conversation={conversation} />
      </div>
    </>
  );
}

type Change = (action: "add" | "remove" | "promote" | "demote", users: readonly string[]) => Promise<void>;

function memberMenu(conversation: Conversation, member: Member, change: Change, at: Element): void {
  const { person, role } = member;
  if (person.userId === account.value?.userId) return openPerson(person.userId);
  const items: (Item | "line")[] = [
    { icon: "text", label: say("message"), act: () => openDirect(person.userId) },
    { icon: "user", label: say("viewProfile"), act: () => openPerson(person.userId) },
  ];
  const owner = conversation.role === "owner";
  if (owner && role === "member") {
    items.push({
      icon: "crown",
      label: say("makeAdmin"),
      act: () => change("promote", [person.userId]),
    });
  }
  if (owner && role === "admin") {
    items.push({
      icon: "user",
      label: say("makeMember"),
      act: () => change("demote", [person.userId]),
    });
  }
  if (owner && role !== "owner" || conversation.role === "admin" && role === "member") {
    const name = line(person.name);
    items.push("line", {
      icon: "x",
      label: say("removeName", { name }),
      bad: true,
      act: () =>
        ask({ title: say("removeName", { name }), yes: say("remove"), act: () => change("remove", [person.userId]) }),
    });
  }
  openMenu(line(person.name), items, at);
}

function Add(
  { has, onAdd }: {
    conversation: Conversation;
    has: readonly Member[];
    onAdd: (users: readonly string[]) => Promise<void>;
  },
) {
  const chosen = useSignal<readonly string[]>([]);
  const already = new Set(has.map((one) => one.person.userId));
  const others = [...people.value.values()].filter((one) => one.relation === "friend" && !already.has(one.userId));
  return (
    <Dialog title={say("addPeople")}>
      <ChoosePeople people={others} chosen={chosen.value} onChange={(users) => (chosen.value = users)} />
      <div class="btns">
        <Button onClick={closeDialog}>{say("cancel")}</Button>
        <Button
          kind="prime"
          disabled={chosen.value.length === 0}
          onClick={async () => {
            await onAdd(chosen.value);
            closeDialog();
          }}
        >
          {say("add")}
        </Button>
      </div>
    </Dialog>
  );
}

export function GroupLink({ conversation }: { conversation: Conversation }) {
  const link = useSignal("");
  const wrong = useSignal("");
  const load = (renew: boolean) =>
    client().groupLink(conversation.id, renew).then(
      (one) => (link.value = one.address),
      (error) => (wrong.value = reason(failureOf(error))),
    );
  useEffect(() => {
    load(false);
  }, []);
  const copy = async () => {
    await navigator.clipboard.writeText(link.value);
    notify(say("copied"));
  };
  const leads = conversation.role === "owner" || conversation.role === "admin";
  return (
    <Dialog title={say("groupLink")}>
      <p>{say("groupLinkText")}</p>
      {wrong.value && <p class="err" role="alert">{wrong.value}</p>}
      {link.value && (
        <>
          <QrCode text={link.value} label={say("qrCode")} />
          <p class="typed mono" dir="ltr">{link.value}</p>
        </>
      )}
      <div class="btns">
        {leads && (
          <Button
            onClick={() =>
              ask({
                title: say("renewLink"),
                text: say("renewText"),
                yes: say("renewLink"),
                kind: "prime",
                act: () => load(true),
              })}
          >
            {say("renewLink")}
          </Button>
        )}
        <Button kind="prime" disabled={!link.value} onClick={copy}>{say("copyLink")}</Button>
      </div>
    </Dialog>
  );
}

function EditGroup({ conversation }: { conversation: Conversation }) {
  const name = useSignal(conversation.name);
  const about = useSignal(conversation.announcement ?? "");
  const picture = useSignal<{ readonly blob: Blob; readonly address: string } | undefined>(undefined);
  const save = async () => {
    const change = {
      ...(line(name.value) !== line(conversation.name) ? { name: line(name.value) } : {}),
      ...(about.value !== (conversation.announcement ?? "") ? { announcement: about.value } : {}),
      ...(picture.value ? { picture: picture.value.blob } : {}),
    };
    const done = await trying(client().editGroup(conversation.id, change).then(() => true));
    if (done) closeDialog();
  };
  const choose = () =>
    chooseFiles("image/*", async ([file]) => {
      const blob = file && await squared(file, 512);
      if (blob) picture.value = { blob, address: URL.createObjectURL(blob) };
    });
  return (
    <Dialog title={say("editGroup")}>
      <div class="together mid">
        <Avatar
          id={conversation.id}
          name={conversation.name}
          picture={picture.value?.address ?? conversation.picture}
          square
          size={72}
        />
        <Button onClick={choose}>{say("changePicture")}</Button>
      </div>
      <div class="field">
        <label for="group-name">{say("groupName")}</label>
        <input
          class="inp"
          id="group-name"
          dir="auto"
          maxLength={128}
          value={name.value}
          onInput={(event) => (name.value = event.currentTarget.value)}
        />
      </div>
      <div class="field">
        <label for="group-about">{say("description")}</label>
        <textarea
          class="inp"
          id="group-about"
          dir="auto"
          rows={3}
          maxLength={1024}
          value={about.value}
          onInput={(event) => (about.value = event.currentTarget.value)}
        />
      </div>
      <div class="btns">
        <Button onClick={closeDialog}>{say("cancel")}</Button>
        <Button kind="prime" disabled={!line(name.value)} onClick={save}>{say("save")}</Button>
      </div>
    </Dialog>
  );
}
