/** Outlines of messages that can't be shown: recalled, waiting for keys, of an unknown kind, gone from the server. */
import type { ComponentChildren } from "preact";
import type { Content, Message } from "../../client/records.ts";
import { trying } from "../dialog/toast.tsx";
import { Button, Icon, Name, Sentence } from "../parts/parts.tsx";
import { size } from "../dates.ts";
import { client } from "../state.ts";
import { line } from "../text.ts";
import { say } from "../words/words.ts";
import { save } from "./bytes.ts";

function Ghost({ icon, meta, children }: { icon: string; meta: ComponentChildren; children: ComponentChildren }) {
  return (
    <>
      <span class="gone">
        <Icon name={icon} size={16} />
        <span>{children}</span>
      </span>
      <span class="meta">{meta}</span>
    </>
  );
}

export function Recalled({ message, meta }: { message: Message; meta: ComponentChildren }) {
  return (
    <Ghost icon="recall" meta={meta}>
      {message.mine ? say("recalledByYou") : <Sentence of="recalled" name={<Name of={message.authorName} />} />}
    </Ghost>
  );
}

export function Undecryptable({ message, meta }: { message: Message; meta: ComponentChildren }) {
  return (
    <Ghost icon="clock" meta={meta}>
      <Sentence of="waitingForMessage" name={<Name of={message.authorName} />} />
    </Ghost>
  );
}

type UnknownContent = Extract<Content, { kind: "unknown" }>;

export function Unknown(
  { message, content, meta }: { message: Message; content: UnknownContent; meta: ComponentChildren },
) {
  const keep = async () => {
    const blob = await trying(client().raw(message.id));
    if (blob) save(blob, `${line(content.category)}-${message.id}`);
  };
  return (
    <>
      <span class="gone">
        <Icon name="info" size={16} />
        <span>{say("unknownKind", { kind: line(content.category) })}</span>
      </span>
      <span class="ghostacts">
        <Button kind="text" onClick={keep}>{say("save")}, {size(content.size)}</Button>
      </span>
      <span class="meta">{meta}</span>
    </>
  );
}

export function Gone({ meta }: { meta: ComponentChildren }) {
  return <Ghost icon="image" meta={meta}>{say("pictureGone")}</Ghost>;
}
