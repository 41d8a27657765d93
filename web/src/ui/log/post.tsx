/** A post in Markdown: its beginning in a bubble, all of it in a dialog. Its tree becomes elements here, never HTML. */
import type { ComponentChild, ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Message } from "../../client/records.ts";
import { Dialog, openDialog } from "../dialog/dialog.tsx";
import { Icon } from "../parts/parts.tsx";
import { plain } from "../text.ts";
import { say } from "../words/words.ts";
import { type Block, type Inline, read } from "./markdown.ts";

const WORDS_A_MINUTE = 200;

export function Markdown({ text }: { text: string }) {
  return <div class="md">{read(plain(text)).map(block)}</div>;
}

function block(one: Block, key: number): ComponentChild {
  switch (one.is) {
    case "heading": {
      // A post stands below the headings of the page.
      const Heading = (one.level <= 2 ? "h2" : "h3") as "h2";
      return <Heading key={key} dir="auto">{one.inside.map(inline)}</Heading>;
    }
    case "paragraph":
      return <p key={key} dir="auto">{one.inside.map(inline)}</p>;
    case "code":
      return <pre key={key} dir="ltr"><code>{one.text}</code></pre>;
    case "quote":
      return <blockquote key={key} dir="auto">{one.blocks.map(block)}</blockquote>;
    case "rule":
      return <hr key={key} />;
    case "list": {
      const items = one.items.map((item, at) => <li key={at} dir="auto">{item.map(block)}</li>);
      return one.from === undefined ? <ul key={key}>{items}</ul> : <ol key={key} start={one.from}>{items}</ol>;
    }
    case "table":
      return (
        <div key={key} class="scrollx">
          <table>
            <thead>
              <tr>{one.head.map((cell, at) => <th key={at} scope="col" dir="auto">{cell.map(inline)}</th>)}</tr>
            </thead>
            <tbody>
              {one.rows.map((row, at) => (
                <tr key={at}>{row.map((cell, column) => <td key={column} dir="auto">{cell.map(inline)}</td>)}</tr>
              ))}
            </tbody>
          </table>
        </div>
      );
  }
}

function inline(one: Inline, key: number): ComponentChild {
  switch (one.is) {
    case "text":
      return one.text;
    case "code":
      return <code key={key}>{one.text}</code>;
    case "break":
      return <br key={key} />;
    case "strong":
      return <strong key={key}>{one.inside.map(inline)}</strong>;
    case "em":
      return <em key={key}>{one.inside.map(inline)}</em>;
    case "del":
      return <del key={key}>{one.inside.map(inline)}</del>;
    case "link":
      return (
        <a key={key} href={one.address} target="_blank" rel="noopener noreferrer">
          {one.inside.map(inline)}
        </a>
      );
  }
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
