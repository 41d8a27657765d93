/** Writing a post in Markdown, and seeing how it will look. */
import { useSignal } from "@preact/signals";
import type { Conversation } from "../../client/records.ts";
import { closeDialog, Dialog } from "../dialog/dialog.tsx";
import { Markdown } from "../log/post.tsx";
import { Button, Choice } from "../parts/parts.tsx";
import { say } from "../words/words.ts";
import { send } from "./send.tsx";

const LONGEST = 64_000;

export function WritePost({ conversation }: { conversation: Conversation }) {
  const text = useSignal("");
  const shown = useSignal<"write" | "preview">("write");
  const submit = () => {
    closeDialog();
    send(conversation, { kind: "post", markdown: text.value }, () => {});
  };
  return (
    <Dialog title={say("writePost")} wide>
      <Choice
        label={say("writePost")}
        of={[["write", say("write")], ["preview", say("preview")]]}
        chosen={shown.value}
        onChange={(one) => (shown.value = one)}
      />
      {shown.value === "write"
        ? (
          <div class="field">
            <textarea
              class="inp"
              rows={12}
              dir="auto"
              maxLength={LONGEST}
              data-first
              aria-label={say("writePost")}
              aria-describedby="post-hint"
              value={text.value}
              onInput={(event) => (text.value = event.currentTarget.value)}
            />
            <span class="hint" id="post-hint">{say("postHint")}</span>
          </div>
        )
        : (
          <div class="scroller card form" tabIndex={0} role="region" aria-label={say("preview")}>
            <Markdown text={text.value} />
          </div>
        )}
      <div class="btns">
        <Button onClick={closeDialog}>{say("cancel")}</Button>
        <Button kind="prime" disabled={text.value.trim() === ""} onClick={submit}>{say("send")}</Button>
      </div>
    </Dialog>
  );
}
