/** The third pane: the person or the group of the open conversation. */
import type { ComponentChildren } from "preact";
import type { Conversation } from "../../client/records.ts";
import { callPeer } from "../call/call.ts";
import { ask } from "../dialog/ask.tsx";
import { openDialog } from "../dialog/dialog.tsx";
import { openMenu } from "../dialog/menu.tsx";
import { notify, trying } from "../dialog/toast.tsx";
import { ALWAYS, forget } from "../list/menu.ts";
import { AllPins } from "../log/pins.tsx";
import { Avatar, Icon, IconButton, Label, Name, PaneTitle } from "../parts/parts.tsx";
import { span } from "../dates.ts";
import {
  circles,
  client,
  conversations,
  detailsWanted,
  go,
  isMuted,
  now,
  open,
  people,
  phone,
  wide,
} from "../state.ts";
import { line, plain } from "../text.ts";
import { privacy } from "../trust.ts";
import { say } from "../words/words.ts";
import { CirclesOf } from "./circles.tsx";
import { GroupLink, Members } from "./group.tsx";
import { Media } from "./media.tsx";
import { openSafetyNumber } from "./safety.ts";

export function Details() {
  const conversation = open.value;
  if (!conversation) return null;
  const group = conversation.kind === "group";
  const close = () => {
    if (wide.value) detailsWanted.value = false;
    go({ side: false }, wide.value ? "instead" : "step");
  };
  return (
    <section>
      <header class="head">
        {phone.value && <IconButton icon="back" flip label={say("back")} more="pull" onClick={close} />}
        <PaneTitle look="grow">{group ? say("group") : say("details")}</PaneTitle>
        {!phone.value && <IconButton icon="x" label={say("closeDetails")} onClick={close} />}
      </header>
      <div class="scroll" tabIndex={0} role="region" aria-label={say("about", { name: line(conversation.name) })}>
        <Hero conversation={conversation} />
        <Quick conversation={conversation} />
        {group ? <Members conversation={conversation} /> : <Direct conversation={conversation} />}
        <Media conversation={conversation} />
        {!group && <SharedGroups conversation={conversation} />}
        <Risky conversation={conversation} />
      </div>
    </section>
  );
}

function Hero({ conversation }: { conversation: Conversation }) {
  const { peer, id, name, picture, kind, bot, announcement } = conversation;
  const person = peer ? people.value.get(peer) : undefined;
  const about = kind === "group" ? announcement : person?.biography;
  return (
    <div class="hero">
      <Avatar id={peer ?? id} name={name} picture={picture} square={kind === "group" || bot} size={96} />
      <h2>
        <Name of={name} />
      </h2>
      {person && <p class="num quiet">{say("hearthId", { number: person.number })}</p>}
      {about && <p dir="auto" class="words">{plain(about)}</p>}
    </div>
  );
}

function Quick({ conversation }: { conversation: Conversation }) {
  const { kind, bot, role } = conversation;
  const muted = isMuted(conversation, now.value);
  const buttons: ComponentChildren[] = [];
  const quick = (icon: string, label: string, act: (at: Element) => unknown) => (
    <button
      type="button"
      key={icon}
      onClick={(event) => act(event.currentTarget)}
    >
      <Icon name={icon} />
      {label}
    </button>
  );
  if (kind === "direct" && !bot) buttons.push(quick("phone", say("call"), () => callPeer(conversation, "sound")));
  buttons.push(quick("search", say("search"), () => go({ mode: "search" })));
  buttons.push(
    quick(muted ? "bell" : "belloff", muted ? say("unmute") : say("mute"), (at) => mute(conversation, muted, at)),
  );
  if (kind === "group" && role !== "left") {
    buttons.push(quick("link", say("invite"), () => openDialog(<GroupLink conversation={conversation} />)));
  }
  buttons.push(quick("pin", say("pinnedOne"), () => openDialog(<AllPins conversation={conversation} />)));
  return <div class="quick">{buttons.slice(0, 4)}</div>;
}

const HOUR = 3_600_000;

function mute(conversation: Conversation, muted: boolean, at: Element): void {
  if (muted) {
    trying(client().mute(conversation.id, 0));
    return;
  }
  const until = (time: number) => () =>
    trying(client().mute(conversation.id, time === ALWAYS ? ALWAYS : Date.now() + time));
  openMenu(say("muteFor"), [
    { icon: "belloff", label: say("muteHour"), act: until(HOUR) },
    { icon: "belloff", label: say("muteDay"), act: until(24 * HOUR) },
    { icon: "belloff", label: say("muteWeek"), act: until(7 * 24 * HOUR) },
    { icon: "belloff", label: say("muteAlways"), act: until(ALWAYS) },
  ], at);
}

export function Row({ icon, title, text, pill, onClick, bad, end }: {
  icon: string;
  title: ComponentChildren;
  text?: ComponentChildren;
  pill?: ComponentChildren;
  onClick: (at: Element) => unknown;
  bad?: boolean;
  end?: ComponentChildren;
}) {
  return (
    <button type="button" class={"row" + (bad ? " bad" : "")} onClick={(event) => onClick(event.currentTarget)}>
      <Icon name={icon} />
      <span class="grow">
        <span class="t">{title}</span> {pill}
        {text && (
          <>
            <br />
            <span class="d">{text}</span>
          </>
        )}
      </span>
      {end}
      {!bad && <Icon name="right" size={16} flip />}
    </button>
  );
}

function Direct({ conversation }: { conversation: Conversation }) {
  const { peer, name, trust, bot } = conversation;
  const { icon, words } = privacy(conversation);
  return (
    <div class="sec">
      {trust === "plain"
        ? (
          <p class="note warn inset">
            <Icon name="unlock" />
            <span>{words}. {say("plainWhy", { name: line(name) })}</span>
          </p>
        )
        : peer && !bot && (
          <Row
            icon={icon}
            title={say("safetyNumber")}
            text={trust === "verified" ? say("compared") : say("notCompared")}
            pill={trust === "changed" && <span class="pill warn">{say("changedPill")}</span>}
            onClick={() => openSafetyNumber(peer, name)}
          />
        )}
      {!bot && <Disappearing conversation={conversation} />}
      <CirclesRow conversation={conversation} />
    </div>
  );
}

const AFTER = [0, 30_000, 5 * 60_000, HOUR, 24 * HOUR, 7 * 24 * HOUR, 28 * 24 * HOUR];

export function Disappearing({ conversation }: { conversation: Conversation }) {
  const after = conversation.disappearAfter ?? 0;
  const allowed = conversation.kind === "direct" || conversation.role === "owner" || conversation.role === "admin";
  const choose = (at: Element) =>
    openMenu(
      say("disappearing"),
      AFTER.map((time) => ({
        icon: time === after ? "check" : "timer",
        label: time === 0 ? say("disappearingOff") : span(time),
        act: () => trying(client().disappear(conversation.id, time)),
      })),
      at,
    );
  return (
    <Row
      icon="timer"
      title={say("disappearing")}
      text={after > 0 ? say("disappearingAfter", { span: span(after) }) : say("disappearingOff")}
      onClick={(at) => (allowed ? choose(at) : notify(say("adminsOnly")))}
    />
  );
}

export function CirclesRow({ conversation }: { conversation: Conversation }) {
  const its = circles.value.filter((one) => one.conversations.includes(conversation.id)).map((one) => line(one.name));
  return (
    <Row
      icon="home"
      title={say("circles")}
      text={its.length > 0 ? its.join(", ") : say("none")}
      onClick={() => openDialog(<CirclesOf conversation={conversation} />)}
    />
  );
}

function SharedGroups({ conversation }: { conversation: Conversation }) {
  const shared = [...conversations.value.values()].filter((one) =>
    one.kind === "group" && conversation.peer !== undefined && one.last?.author === conversation.peer
  );
  if (shared.length === 0) return null;
  return (
    <div class="sec">
      <Label>{say("sharedGroups")}</Label>
      <div class="convs">
        {shared.map((one) => (
          <button
            type="button"
            class="pick"
            key={one.id}
            onClick={() => go({ conversation: one.id, mode: "list", side: false })}
          >
            <Avatar id={one.id} name={one.name} picture={one.picture} square size={36} />
            <span class="t grow cut">
              <Name of={one.name} />
            </span>
          </button>
        ))}
      </div>
    </div>
  );
}

function Risky({ conversation }: { conversation: Conversation }) {
  const { peer, name, kind, role, id } = conversation;
  const shown = line(name);
  const person = peer ? people.value.get(peer) : undefined;
  const report = () =>
    ask({
      title: say("reportName", { name: shown }),
      text: say("reportText", { name: shown }),
      yes: say("report"),
      act: async () => {
        await client().report(peer ?? "", id);
        notify(say("reported"));
      },
    });
  const block = () =>
    ask({
      title: say("blockName", { name: shown }),
      text: say("blockText", { name: shown }),
      yes: say("block"),
      act: () => client().setRelation(peer!, "blocked"),
    });
  return (
    <div class="sec">
      {kind === "group" && role !== "left" && (
        <Row
          icon="signout"
          bad
          title={say("leaveGroup")}
          onClick={() =>
            ask({ title: say("leaveGroup"), text: say("leaveText"), yes: say("leave"), act: () => client().leave(id) })}
        />
      )}
      {peer && person?.relation !== "blocked" && (
        <Row icon="block" bad title={say("blockName", { name: shown })} onClick={block} />
      )}
      {peer && person?.relation === "blocked" && (
        <Row
          icon="block"
          bad
          title={say("unblockName", { name: shown })}
          onClick={() => trying(client().setRelation(peer, "friend"))}
        />
      )}
      {peer && <Row icon="flag" bad title={say("reportName", { name: shown })} onClick={report} />}
      <Row icon="trash" bad title={say("forgetConversation")} onClick={() => forget(conversation)} />
    </div>
  );
}
