/** The conversation that is open: head, banner, pins, log, field. */
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { Conversation } from "../client/records.ts";
import { callPeer } from "./call/call.ts";
import { Composer } from "./composer/composer.tsx";
import { offer } from "./composer/attach.tsx";
import { openSafetyNumber } from "./details/safety.ts";
import { ask } from "./dialog/ask.tsx";
import { useConnection } from "./list/netbar.tsx";
import { Log } from "./log/log.tsx";
import { jumpTo, load, loaded } from "./log/loaded.ts";
import { replying } from "./log/acts.ts";
import { Pins } from "./log/pins.tsx";
import { Avatar, Button, Hidden, Icon, IconButton, Name, Sentence } from "./parts/parts.tsx";
import { client, detailsWanted, go, open, phone, route, wide } from "./state.ts";
import { searchKeys, toggleDetails } from "./keys.ts";
import { line } from "./text.ts";
import { privacy } from "./trust.ts";
import { say } from "./words/words.ts";
import { span } from "./dates.ts";

export function MainPane() {
  const conversation = open.value;
  const { conversation: wanted, message } = route.value;
  useEffect(() => {
    if (wanted && loaded.peek()?.conversation !== wanted) load(wanted, message);
    else if (message) jumpTo(message);
    if (!wanted) loaded.value = undefined;
    replying.value = undefined;
  }, [wanted, message]);
  useEffect(() => {
    const tell = () => client().visible(document.visibilityState === "visible" ? wanted : undefined).catch(() => {});
    tell();
    document.addEventListener("visibilitychange", tell);
    return () => document.removeEventListener("visibilitychange", tell);
  }, [wanted]);
  return conversation ? <Shown conversation={conversation} /> : <NoneOpen />;
}

function NoneOpen() {
  return (
    <section aria-label={say("noneOpen")}>
      <div class="void">
        <Icon name="flame" more="art ember" />
        <h1>{say("noneOpen")}</h1>
        <p>
          <Sentence of="noneOpenText" keys={<kbd>{searchKeys()}</kbd>} />
        </p>
      </div>
    </section>
  );
}

function Shown({ conversation }: { conversation: Conversation }) {
  const dropping = useSignal(false);
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    dropping.value = false;
    const files = [...event.dataTransfer?.files ?? []];
    if (files.length > 0 && conversation.role !== "left") offer(conversation, files);
  };
  return (
    <section
      class={conversation.kind === "group" ? "group" : undefined}
      aria-label={say("conversationWith", { name: line(conversation.name) })}
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        dropping.value = true;
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) dropping.value = false;
      }}
      onDrop={dropped}
    >
      <ConversationHead conversation={conversation} />
      {conversation.trust === "changed" && conversation.peer && (
        <Banner conversation={conversation} peer={conversation.peer} />
      )}
      <Pins conversation={conversation} />
      <Log conversation={conversation} />
      <Composer conversation={conversation} />
      {dropping.value && (
        <div class="drop" aria-hidden="true">
          <Icon name="clip" size={24} />
          {say("dropHere")}
        </div>
      )}
    </section>
  );
}

function ConversationHead({ conversation }: { conversation: Conversation }) {
  const { name, kind, bot, peer, id, picture } = conversation;
  const group = kind === "group";
  const detailsOpen = wide.value ? detailsWanted.value : route.value.side;
  return (
    <header class="head">
      {phone.value && (
        <IconButton
          icon="back"
          flip
          label={say("backToList")}
          more="pull"
          onClick={() => go({ conversation: undefined, side: false, mode: "list" })}
        />
      )}
      <button
        type="button"
        class="who"
        aria-expanded={detailsOpen}
        onClick={() => (wide.value && detailsWanted.value ? undefined : toggleDetails())}
      >
        <Avatar id={peer ?? id} name={name} picture={picture} square={group || bot} size={40} />
        <span class="grow">
          <h1>
            <span class="cut" dir="auto">{line(name)}</span>
            {bot && <span class="tag">{say("bot")}</span>}
          </h1>
          <Under conversation={conversation} />
        </span>
      </button>
      {!group && !bot && (
        <>
          <IconButton
            icon="phone"
            label={say("callName", { name: line(name) })}
            onClick={() => callPeer(conversation, "sound")}
          />
          <IconButton
            icon="video"
            label={say("videoCallName", { name: line(name) })}
            onClick={() => callPeer(conversation, "picture")}
            more="no-tiny"
          />
        </>
      )}
      {group && (
        <IconButton
          icon="search"
          label={say("searchIn", { name: line(name) })}
          onClick={() => go({ mode: "search" })}
        />
      )}
      <IconButton
        icon={group ? "users" : "panel"}
        flip={!group}
        label={group ? say("membersAndDetails") : say("details")}
        expanded={detailsOpen}
        onClick={toggleDetails}
        {...(group ? {} : { more: "no-phone" })}
      />
    </header>
  );
}

/** The line below the name: how private it is, and since when it can't be sent. */
function Under({ conversation }: { conversation: Conversation }) {
  const connection = useConnection();
  const { icon, words, warn } = privacy(conversation);
  if (connection === "offline" && !warn) {
    return (
      <span class="sub warn">
        <Icon name="offline" />
        <span class="cut">{say("waitingForConnection")}</span>
      </span>
    );
  }
  const after = conversation.disappearAfter;
  return (
    <span class={"sub" + (warn ? " warn" : "")}>
      <Icon name={icon} />
      <span class="cut">{words}</span>
      {after !== undefined && after > 0 && (
        <>
          <span aria-hidden="true">·</span>
          <Icon name="timer" />
          <span class="no-phone" aria-hidden="true">{span(after)}</span>
          <Hidden>{say("disappearingAfter", { span: span(after) })}</Hidden>
        </>
      )}
    </span>
  );
}

function Banner({ conversation, peer }: { conversation: Conversation; peer: string }) {
  const { name } = conversation;
  const accept = () =>
    ask({
      title: say("acceptTitle", { name: line(name) }),
      text: <Sentence of="sendToNewText" name={<Name of={name} />} />,
      yes: say("acceptAnyway"),
      kind: "prime",
      act: () => client().acceptIdentity(peer),
    });
  return (
    <div class="banner" role="alert">
      <Icon name="warn" />
      <p class="grow">
        <b>
          <Sentence of="changedTitle" name={<Name of={name} />} />
        </b>{" "}
        {say("changedText")}
      </p>
      <div class="btns">
        <Button kind="prime" onClick={() => openSafetyNumber(peer, name)}>{say("compare")}</Button>
        <Button onClick={accept}>{say("accept")}</Button>
      </div>
    </div>
  );
}
