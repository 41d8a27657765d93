/** Pictures that were sent together: two large, then small ones; the fifth says how many more there are. */
import type { Content, Message } from "../../client/records.ts";
import { Avatar, Hidden } from "../parts/parts.tsx";
import { line } from "../text.ts";
import { number, say } from "../words/words.ts";
import { Article, From, Meta } from "./bubble.tsx";
import { openLightbox } from "./lightbox.ts";
import { Image, pictureAlt, Transfer } from "./picture.tsx";

const DRAWN = 5;

export function Album({ messages, first, last, group }: {
  messages: readonly Message[];
  first: boolean;
  last: boolean;
  group: boolean;
}) {
  const newest = messages.at(-1)!;
  const more = messages.length - DRAWN;
  return (
    <Article message={newest} first={first} last={last}>
      {group && !newest.mine && last && (
        <Avatar id={newest.author} name={newest.authorName} picture={newest.authorPicture} size={32} />
      )}
      <div class="b media">
        {group && !newest.mine && first && <From message={newest} />}
        <div class={"grid of" + Math.min(messages.length, DRAWN)}>
          {messages.slice(0, DRAWN).map((message, at) => {
            const content = message.content as Extract<Content, { kind: "picture" }>;
            const alt = pictureAlt(message, content);
            return (
              <span class="pic" key={message.id}>
                <button
                  type="button"
                  class="cover"
                  data-main={at === 0 ? "" : undefined}
                  aria-label={say("pictureOpen", { name: line(alt) })}
                  onClick={() => openLightbox(message.id)}
                >
                  <Image message={message} content={content} alt={alt} />
                </button>
                <Transfer message={message} file={content.file} />
                {at === DRAWN - 1 && more > 0 && (
                  <span class="more">
                    <span aria-hidden="true">+{number(more)}</span>
                    <Hidden>{say("morePictures", { n: more })}</Hidden>
                  </span>
                )}
              </span>
            );
          })}
        </div>
        <span class="over-meta">
          <Meta message={newest} plain />
        </span>
      </div>
    </Article>
  );
}
