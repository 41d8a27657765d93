/** A post in Markdown: its beginning in a bubble, all of it in a dialog. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Message } from "../../client/records.ts";
import { Dialog, openDialog } from "../dialog/dialog.tsx";
import { Icon } from "../parts/parts.tsx";
import { say } from "../words/words.ts";
import { elements } from "./markdown.tsx";

const WORDS_A_MINUTE = 200;

export function Markdown({ text }: { text: string }) {
  return <div class="md">{elements(text)}</div>;
}

export function Post({ markdown, meta }: { message: Message; markdown: string; meta: ComponentChildren }) {
  const ref = useRef<HTMLDivElement>(null);
  const [cut, setCut] = useState(false);
  useLayoutEffect(() => setCut(ref.current!.scrollHeight > ref.current!.clientHeight + 4), [markdown]);
  const minutes = Math.max(1, Math.round(markdown.split(/\s+/).length / WORDS_A_MINUTE));
  return (
    <>
      <div class="in1 low">
        <p class="label1">
          <Icon name="text" />
          {say("post")}
        </p>
        <div class={"beginning" + (cut ? " cutoff" : "")} ref={ref}>
          <Markdown text={markdown} />
        </div>
      </div>
      <div class="pad">
        <span class="meta">{meta}</span>
      </div>
      {cut && (
        <div class="foot">
          <button type="button" data-main onClick={() => openDialog(<Whole markdown={markdown} />)}>
            {say("readAll", { n: minutes })}
          </button>
        </div>
      )}
    </>
  );
}

function Whole({ markdown }: { markdown: string }) {
  return (
    <Dialog title={say("post")} wide>
      <div class="scroller" tabIndex={0} role="region" aria-label={say("post")}>
        <Markdown text={markdown} />
      </div>
    </Dialog>
  );
}
