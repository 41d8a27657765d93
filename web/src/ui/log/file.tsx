/** A file: its name, its size, and how far it is on its way. */
import type { ComponentChildren } from "preact";
import type { File, Message } from "../../client/records.ts";
import { Icon } from "../parts/parts.tsx";
import { size } from "../dates.ts";
import { trying } from "../dialog/toast.tsx";
import { client } from "../state.ts";
import { line } from "../text.ts";
import { say } from "../words/words.ts";
import { save } from "./bytes.ts";
import { Ring } from "./ring.tsx";

export function FileRow({ message, file, meta }: { message: Message; file: File; meta: ComponentChildren }) {
  const name = line(file.name) || say("lineFile");
  return (
    <>
      <div class="fileb">
        <Well message={message} file={file} name={name} />
        <span class="grow">
          <span class="t" dir="auto">{name}</span>
          <br />
          <span class={"d" + (file.state === "failed" ? " bad" : "")}>{state(file)}</span>
        </span>
      </div>
      <span class="meta">{meta}</span>
    </>
  );
}

function state(file: File): string {
  switch (file.state) {
    case "uploading":
    case "loading":
      return file.progress === undefined
        ? size(file.size)
        : say("fileOf", { done: size(file.size * file.progress), size: size(file.size) });
    case "failed":
      return say("fileFailed");
    case "gone":
      return say("fileGone");
    case "remote":
    case "here": {
      const ending = line(file.name).match(/\.([\p{L}\p{N}]{1,5})$/u)?.[1];
      return size(file.size) + (ending ? ", " + ending.toUpperCase() : "");
    }
  }
}

function Well({ message, file, name }: { message: Message; file: File; name: string }) {
  const keep = async () => {
    const blob = await trying(client().load(message.id));
    if (blob) save(blob, name);
  };
  switch (file.state) {
    case "uploading":
    case "loading": {
      const sending = file.state === "uploading";
      return (
        <button
          type="button"
          class="ic"
          aria-label={say(sending ? "stopSending" : "stopLoading", { name })}
          onClick={() => trying(client().stop(message.id))}
        >
          <Icon name="x" />
          <Ring progress={file.progress ?? 0} label={say(sending ? "sendingFile" : "loadingFile", { name })} />
        </button>
      );
    }
    case "gone":
      return (
        <span class="ic">
          <Icon name="file" />
        </span>
      );
    case "failed":
      return (
        <button type="button" class="ic bad" data-main aria-label={say("tryAgain")} onClick={keep}>
          <Icon name="retry" />
        </button>
      );
    case "remote":
      return (
        <button
          type="button"
          class="ic"
          data-main
          aria-label={say("download", { name, size: size(file.size) })}
          onClick={keep}
        >
          <Icon name="download" />
        </button>
      );
    case "here":
      return (
        <button type="button" class="ic" data-main aria-label={say("saveFile", { name })} onClick={keep}>
          <Icon name="file" />
        </button>
      );
  }
}
