/** A picture, large: arrows lead to the others that are loaded. */
import { useState } from "preact/hooks";
import type { MessageId } from "../../client/records.ts";
import { closeDialog, Dialog } from "../dialog/dialog.tsx";
import { trying } from "../dialog/toast.tsx";
import { IconButton, Name } from "../parts/parts.tsx";
import { moment } from "../dates.ts";
import { client } from "../state.ts";
import { line } from "../text.ts";
import { say } from "../words/words.ts";
import * as act from "./acts.ts";
import { save, useAddress } from "./bytes.ts";
import { loaded } from "./loaded.ts";
import { pictureAlt } from "./picture.tsx";
import { previewAddress } from "./preview-picture.ts";

export function Lightbox({ message: first }: { message: MessageId }) {
  const [id, setId] = useState(first);
  const all = (loaded.value?.window?.messages ?? []).filter((one) =>
    one.content.kind === "picture" && one.content.file.state !== "gone"
  );
  const at = all.findIndex((one) => one.id === id);
  const message = all[at];
  if (!message || message.content.kind !== "picture") return null;
  const content = message.content;
  const move = (by: number) => {
    const next = all[at + by];
    if (next) setId(next.id);
  };
  const keys = (event: KeyboardEvent) => {
    const turned = document.documentElement.dir === "rtl" ? -1 : 1;
    if (event.key === "ArrowRight") move(turned);
    else if (event.key === "ArrowLeft") move(-turned);
  };
  const keep = async () => {
    const blob = await trying(client().load(message.id));
    if (blob) save(blob, line(content.file.name) || "picture");
  };
  const then = (does: () => void) => () => {
    closeDialog();
    does();
  };
  return (
    <Dialog title={pictureAlt(message, content)} head="heard" look="dark">
      <div class="lightbox" onKeyDown={keys}>
        <div class="lb-top">
          <span class="grow">
            <b>{message.mine ? say("you") : <Name of={message.authorName} />}</b>
            <br />
            <time>{moment(message.at)}</time>
          </span>
          {at > 0 && <IconButton icon="back" flip label={say("previousPicture")} onClick={() => move(-1)} />}
          {at < all.length - 1 && <IconButton icon="right" flip label={say("nextPicture")} onClick={() => move(1)} />}
          {act.canReply(message) && (
            <IconButton
              icon="reply"
              flip
              label={say("reply")}
              onClick={then(() => act.reply(message))}
            />
          )}
          {act.canReply(message) && (
            <IconButton
              icon="forward"
              flip
              label={say("forward")}
              onClick={then(() => act.forward(message))}
            />
          )}
          <IconButton icon="download" label={say("save")} onClick={keep} />
          <IconButton icon="x" label={say("close")} onClick={closeDialog} />
        </div>
        <Large key={message.id} message={message} content={content} />
        <p dir="auto">{content.caption ?? ""}</p>
      </div>
    </Dialog>
  );
}

type Shown = Parameters<typeof pictureAlt>;

function Large({ message, content }: { message: Shown[0]; content: Shown[1] }) {
  const address = useAddress(message, true) ?? previewAddress(content.preview);
  return (
    <span class="large" onClick={(event) => event.target === event.currentTarget && closeDialog()}>
      {address && (
        <img
          src={address}
          alt={pictureAlt(message, content)}
          width={content.width}
          height={content.height}
        />
      )}
    </span>
  );
}
