/** Files before they are sent: pictures with a caption, the rest by name and size. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Conversation, Outgoing } from "../../client/records.ts";
import { closeDialog, Dialog } from "../dialog/dialog.tsx";
import { Button, Icon, IconButton } from "../parts/parts.tsx";
import { type Prepared, prepared, previewOf } from "../parts/picture-file.ts";
import { size } from "../dates.ts";
import { replying } from "../log/acts.ts";
import { line } from "../text.ts";
import { say } from "../words/words.ts";
import { send } from "./send.tsx";

const MOST = 30;

export function Files({ conversation, files: given, asFiles }: {
  conversation: Conversation;
  files: readonly File[];
  asFiles: boolean;
}) {
  const files = useSignal<readonly File[]>(given.slice(0, MOST));
  const caption = useSignal("");
  const plain = useSignal(asFiles);
  const pictures = files.value.filter((one) => one.type.startsWith("image/")).length;
  const media = files.value.some((one) => /^(image|video)\//.test(one.type));
  const asPictures = pictures === files.value.length && !plain.value;

  const submit = async () => {
    closeDialog();
    const quote = replying.value?.conversation === conversation.id ? replying.value.id : undefined;
    replying.value = undefined;
    for (const [at, file] of files.value.entries()) {
      const made = plain.value
        ? asFile(file)
        : await outgoing(file, at === 0 ? line(caption.value) : "", at === 0 ? quote : undefined);
      await send(conversation, made, () => {});
    }
  };

  return (
    <Dialog
      title={asPictures ? say("sendPictures", { n: files.value.length }) : say("sendFiles", { n: files.value.length })}
    >
      <ul class="offered">
        {files.value.map((file) => (
          <li key={file.name + file.lastModified + file.size}>
            {file.type.startsWith("image/") && !plain.value ? <Shown file={file} /> : (
              <span class="fileb">
                <span class="ic">
                  <Icon name={file.type.startsWith("video/") ? "video" : "file"} />
                </span>
                <span class="grow">
                  <span class="t" dir="auto">{line(file.name)}</span>
                  <br />
                  <span class="d">{size(file.size)}</span>
                </span>
              </span>
            )}
            {files.value.length > 1 && (
              <IconButton
                icon="x"
                label={say("removeName", { name: line(file.name) })}
                onClick={() => (files.value = files.value.filter((one) => one !== file))}
              />
            )}
          </li>
        ))}
      </ul>
      {pictures > 0 && !plain.value && (
        <div class="field">
          <label for="caption">{say("caption")}</label>
          <input
            class="inp"
            id="caption"
            dir="auto"
            autocomplete="off"
            data-first
            placeholder={say("addCaption")}
            value={caption.value}
            onInput={(event) => (caption.value = event.currentTarget.value)}
            onKeyDown={(event) => event.key === "Enter" && !event.isComposing && submit()}
          />
        </div>
      )}
      {media && (
        <button
          type="button"
          class="pick check"
          role="checkbox"
          aria-checked={plain.value}
          onClick={() => (plain.value = !plain.value)}
        >
          <span class="ck">
            <Icon name="check" />
          </span>
          {say("asFile")}
        </button>
      )}
      <div class="btns">
        <Button onClick={closeDialog}>{say("cancel")}</Button>
        <Button kind="prime" onClick={submit} disabled={files.value.length === 0}>{say("send")}</Button>
      </div>
    </Dialog>
  );
}

function Shown({ file }: { file: File }) {
  const picture = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const address = URL.createObjectURL(file);
    picture.current!.src = address;
    return () => URL.revokeObjectURL(address);
  }, [file]);
  return <img ref={picture} alt={line(file.name)} />;
}

function asFile(file: File): Outgoing {
  return { kind: "file", blob: file, name: file.name };
}

/** A picture or a video as what it is, when this browser can read it; else a file. */
async function outgoing(file: File, caption: string, quote: string | undefined): Promise<Outgoing> {
  const more = { ...(caption ? { caption } : {}), ...(quote ? { quote } : {}) };
  if (file.type.startsWith("image/")) {
    const made: Prepared | undefined = await prepared(file);
    if (made) return { kind: "picture", name: file.name, ...made, ...more };
  } else if (file.type.startsWith("video/")) {
    const seen = await look(file);
    if (seen) return { kind: "video", blob: file, name: file.name, ...seen };
  }
  return asFile(file);
}

/** A video's size, length and first picture. */
function look(file: File): Promise<{ width: number; height: number; duration: number; preview: string } | undefined> {
  const video = document.createElement("video");
  const address = URL.createObjectURL(file);
  video.muted = true;
  video.preload = "auto";
  video.src = address;
  return new Promise((done) => {
    const end = (seen: Parameters<typeof done>[0]) => {
      clearTimeout(timer);
      URL.revokeObjectURL(address);
      done(seen);
    };
    const timer = setTimeout(() => end(undefined), 10_000);
    video.onerror = () => end(undefined);
    video.onloadeddata = () => (video.currentTime = Math.min(0.5, video.duration / 2 || 0));
    video.onseeked = () =>
      end(
        video.videoWidth === 0 ? undefined : {
          width: video.videoWidth,
          height: video.videoHeight,
          duration: Number.isFinite(video.duration) ? Math.round(video.duration * 1000) : 0,
          preview: previewOf(video, video.videoWidth, video.videoHeight),
        },
      );
  });
}
