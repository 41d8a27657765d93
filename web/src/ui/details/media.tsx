/** Pictures of the open conversation that are loaded, small; and its files and links, in dialogs. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Content, Conversation, Message } from "../../client/records.ts";
import { Dialog, openDialog } from "../dialog/dialog.tsx";
import { FileRow } from "../log/file.tsx";
import { loaded } from "../log/loaded.ts";
import { openLightbox } from "../log/lightbox.ts";
import { Image, pictureAlt } from "../log/picture.tsx";
import { Label } from "../parts/parts.tsx";
import { day } from "../dates.ts";
import { now } from "../state.ts";
import { host, pieces } from "../text.ts";
import { number, say } from "../words/words.ts";
import { Row } from "./details.tsx";

const SHOWN = 6;

export function Media({ conversation }: { conversation: Conversation }) {
  const messages = loaded.value?.conversation === conversation.id ? loaded.value.window?.messages ?? [] : [];
  const pictures = messages.filter((one) => one.content.kind === "picture" && one.content.file.state !== "gone")
    .toReversed();
  const files = messages.filter((one) => one.content.kind === "file").toReversed();
  const links = messages.filter((one) => linksOf(one).length > 0).toReversed();
  const show = useSignal(false);
  useEffect(() => {
    show.value = true;
  }, []);
  return (
    <>
      {pictures.length > 0 && (
        <div class="sec">
          <Label>{say("picturesAndVideos")}</Label>
          <div class="thumbs">
            {show.value && pictures.slice(0, SHOWN).map((message) => {
              const content = message.content as Extract<Content, { kind: "picture" }>;
              const alt = pictureAlt(message, content);
              return (
                <button
                  type="button"
                  key={message.id}
                  aria-label={say("pictureOpen", { name: alt })}
                  onClick={() => openLightbox(message.id)}
                >
                  <Image message={message} content={content} alt="" />
                </button>
              );
            })}
          </div>
        </div>
      )}
      {(files.length > 0 || links.length > 0) && (
        <div class="sec">
          {files.length > 0 && (
            <Row
              icon="file"
              title={say("files")}
              end={<span class="quiet num">{number(files.length)}</span>}
              onClick={() => openDialog(<Files files={files} />)}
            />
          )}
          {links.length > 0 && (
            <Row
              icon="link"
              title={say("links")}
              end={<span class="quiet num">{number(links.length)}</span>}
              onClick={() => openDialog(<Links messages={links} />)}
            />
          )}
        </div>
      )}
    </>
  );
}

function linksOf(message: Message): readonly string[] {
  if (message.content.kind !== "text") return [];
  return pieces(message.content.text, []).flatMap((one) => one.is === "link" ? [one.address] : []);
}

function Files({ files }: { files: readonly Message[] }) {
  return (
    <Dialog title={say("files")}>
      <ul class="lines">
        {files.map((message) => (
          <li key={message.id}>
            {message.content.kind === "file" && <FileRow message={message} file={message.content.file} meta={null} />}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function Links({ messages }: { messages: readonly Message[] }) {
  return (
    <Dialog title={say("links")}>
      <ul class="lines">
        {messages.flatMap((message) =>
          linksOf(message).map((address) => (
            <li key={message.id + address}>
              <a href={address} target="_blank" rel="noopener noreferrer">{host(address)}</a>{" "}
              <span class="quiet">{day(message.at, now.value)}</span>
              <p class="quiet cut" dir="ltr">{address}</p>
            </li>
          ))
        )}
      </ul>
    </Dialog>
  );
}
