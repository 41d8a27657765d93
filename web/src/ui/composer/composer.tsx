/** Where one writes: the field, what is answered, mentions, what can be added, the microphone; and the lock, which never lies. */
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Conversation, Member } from "../../client/records.ts";
import { ask } from "../dialog/ask.tsx";
import { trying } from "../dialog/toast.tsx";
import { later } from "../parts/later.tsx";
import { Button, Icon, IconButton, Name, Sentence } from "../parts/parts.tsx";
import { client, people, phone } from "../state.ts";
import { line } from "../text.ts";
import { lock } from "../trust.ts";
import { say } from "../words/words.ts";
import { lineOf, replying } from "../log/acts.ts";
import { JumpDown } from "../log/log.tsx";
import { attachMenu, offer } from "./attach.tsx";
import { draftOf, keepDraft } from "./drafts.ts";
import { Mentions, useMentions } from "./mentions.tsx";
import { withNumbers } from "./mentioned.ts";
import { send } from "./send.tsx";

const Recording = later(() => import("../more.ts").then((all) => all.Recording));
const Panel = later(() => import("../more.ts").then((all) => all.Panel));

const touch = () => matchMedia("(pointer: coarse)").matches;

export function Composer({ conversation }: { conversation: Conversation }) {
  return (
    <div class="composer">
      <JumpDown />
      <Inside key={conversation.id} conversation={conversation} />
    </div>
  );
}

function Inside({ conversation }: { conversation: Conversation }) {
  const peer = conversation.peer ? people.value.get(conversation.peer) : undefined;
  if (conversation.role === "left") return <Instead>{say("leftHere")}</Instead>;
  if (peer?.relation === "blocked") {
    return (
      <Instead>
        <span class="grow">
          <Sentence of="blockedHere" name={<Name of={conversation.name} />} />
        </span>
        <Button kind="text" onClick={() => trying(client().setRelation(peer.userId, "friend"))}>
          {say("unblock")}
        </Button>
      </Instead>
    );
  }
  return (
    <div class="wrap">
      {peer?.relation === "stranger" && !peer.bot && (
        <div class="stranger">
          <span class="grow">
            <Sentence of="strangerHere" name={<Name of={conversation.name} />} />
          </span>
          <Button kind="text" onClick={() => trying(client().setRelation(peer.userId, "friend"))}>
            {say("addContact")}
          </Button>
          <Button kind="bad" onClick={() => trying(client().setRelation(peer.userId, "blocked"))}>
            {say("block")}
          </Button>
        </div>
      )}
      <Field conversation={conversation} />
    </div>
  );
}

function Instead({ children }: { children: preact.ComponentChildren }) {
  return (
    <div class="wrap">
      <div class="box1 instead">{children}</div>
    </div>
  );
}

function Field({ conversation }: { conversation: Conversation }) {
  const text = useSignal(draftOf(conversation));
  const mode = useSignal<"write" | "record" | "panel">("write");
  const field = useRef<HTMLTextAreaElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const mentioned = useRef<readonly Member[]>([]);
  const mentions = useMentions(conversation, field, text, (member) => {
    mentioned.current = [...mentioned.current, member].slice(-100);
  });
  const plain = conversation.trust === "plain";
  const { icon, words, open } = lock(conversation);
  const name = line(conversation.name);
  const answered = replying.value?.conversation === conversation.id ? replying.value : undefined;
  const full = text.value.trim() !== "";

  const write = (value: string) => {
    text.value = value;
    keepDraft(conversation.id, value);
  };
  useLayoutEffect(() => grow(field.current), [text.value, mode.value]);
  useEffect(() => {
    if (!touch() && !phone.value) field.current?.focus();
  }, []);

  const submit = () => {
    const written = text.value.trim();
    if (!written) return;
    const kept = text.value;
    const quote = answered?.id;
    const { text: numbered, mentions: whom } = withNumbers(written, mentioned.current);
    write("");
    replying.value = undefined;
    send(
      conversation,
      { kind: "text", text: numbered, ...(quote ? { quote } : {}), ...(whom.length > 0 ? { mentions: whom } : {}) },
      () => {
        if (text.value === "") write(kept);
      },
    );
    field.current?.focus();
  };

  const keys = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (mentions.onKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey && !touch()) {
      event.preventDefault();
      submit();
    } else if (event.key === "ArrowUp" && text.value === "") {
      const last = [...document.querySelectorAll<HTMLElement>(".log [data-message]")].at(-1);
      if (last) {
        event.preventDefault();
        last.focus();
      }
    } else if (event.key === "Escape" && (answered || mode.value === "panel")) {
      event.preventDefault();
      event.stopPropagation();
      replying.value = undefined;
      mode.value = "write";
    }
  };

  const pasted = (event: ClipboardEvent) => {
    const files = [...event.clipboardData?.files ?? []];
    if (files.length === 0) return;
    event.preventDefault();
    offer(conversation, files);
  };

  return (
    <>
      {mentions.shown && <Mentions mentions={mentions} />}
      {mode.value === "panel" && (
        <Panel
          conversation={conversation}
          onEmoji={(emoji: string) => {
            insert(field.current, emoji);
            write(field.current!.value);
          }}
          onClose={() => {
            mode.value = "write";
            field.current?.focus();
          }}
        />
      )}
      <div
        ref={box}
        class={"box1" + (plain ? " plain" : "")}
        onClick={(event) => {
          if (!(event.target as Element).closest("button, textarea, a, input")) field.current?.focus();
        }}
      >
        {plain && (
          <p class="plainbar">
            <Icon name="unlock" />
            <span class="grow">{say("plainStrip")}</span>
            <button type="button" class="why" onClick={() => explain(conversation)}>{say("why")}</button>
          </p>
        )}
        {answered && (
          <div class="tray">
            <div class="q">
              <span class="grow">
                <span class="h">
                  {answered.mine
                    ? say("replyingToYou")
                    : <Sentence of="replyingTo" name={<Name of={answered.authorName} />} />}
                </span>
                <br />
                <span class="p cut" dir="auto">{lineOf(answered.content)}</span>
              </span>
            </div>
            <IconButton icon="x" label={say("cancelReply")} onClick={() => (replying.value = undefined)} />
          </div>
        )}
        <div class="bar1">
          {mode.value === "record"
            ? <Recording conversation={conversation} onDone={() => (mode.value = "write")} />
            : (
              <>
                <button
                  type="button"
                  class="ib"
                  aria-label={say("attach")}
                  title={say("attach")}
                  aria-haspopup="menu"
                  data-attach
                  onClick={(event) => attachMenu(conversation, event.currentTarget)}
                >
                  <Icon name="plus" />
                </button>
                <span class={"safe" + (open ? " open" : "")} role="img" aria-label={words} title={words}>
                  <Icon name={icon} size={16} />
                </span>
                <textarea
                  ref={field}
                  class="write"
                  id="write"
                  rows={1}
                  dir="auto"
                  aria-label={say(plain ? "messageToPlainLabel" : "messageToLabel", { name })}
                  placeholder={say("messageTo", { name })}
                  value={text.value}
                  aria-autocomplete={mentions.shown ? "list" : undefined}
                  aria-haspopup={mentions.shown ? "listbox" : undefined}
                  aria-controls={mentions.shown ? "mention-list" : undefined}
                  aria-activedescendant={mentions.shown ? mentions.active : undefined}
                  onInput={(event) => {
                    write(event.currentTarget.value);
                    mentions.look();
                  }}
                  onKeyDown={keys}
                  onKeyUp={(event) => event.key.startsWith("Arrow") && mentions.look()}
                  onClick={() => mentions.look()}
                  onPaste={pasted}
                />
                <IconButton
                  icon="smile"
                  label={say("stickersAndEmoji")}
                  expanded={mode.value === "panel"}
                  onClick={() => (mode.value = mode.value === "panel" ? "write" : "panel")}
                />
                {full
                  ? <IconButton icon="up" label={say("send")} more="go" onClick={submit} />
                  : <IconButton icon="mic" label={say("recordVoice")} onClick={() => (mode.value = "record")} />}
              </>
            )}
        </div>
      </div>
    </>
  );
}

/** Browsers without `field-sizing` need help to let a field grow. */
function grow(field: HTMLTextAreaElement | null): void {
  if (!field || CSS.supports("field-sizing", "content")) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}

function insert(field: HTMLTextAreaElement | null, text: string): void {
  if (!field) return;
  const { selectionStart: from, selectionEnd: to, value } = field;
  field.value = value.slice(0, from) + text + value.slice(to);
  field.selectionStart = field.selectionEnd = from + text.length;
}

function explain(conversation: Conversation): void {
  const bot = conversation.kind === "direct";
  ask({
    title: say("notEncrypted"),
    text: bot ? <Sentence of="plainWhy" name={<Name of={conversation.name} />} /> : say("plainGroupWhy"),
    yes: say("details"),
    kind: "prime",
    act: () => {
      document.querySelector<HTMLElement>(".main .who")?.click();
    },
  });
}
