/** Pictures, videos and stickers: their room is kept before they are here, and a blurred preview fills it at once. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Content, File, Message } from "../../client/records.ts";
import { Icon } from "../parts/parts.tsx";
import { length, size } from "../dates.ts";
import { trying } from "../dialog/toast.tsx";
import { client } from "../state.ts";
import { line } from "../text.ts";
import { say } from "../words/words.ts";
import { useAddress } from "./bytes.ts";
import { openLightbox } from "./lightbox.ts";
import { previewAddress } from "./preview-picture.ts";
import { Ring } from "./ring.tsx";
import { Paragraph } from "./text.tsx";

type PictureContent = Extract<Content, { kind: "picture" }>;
type VideoContent = Extract<Content, { kind: "video" }>;

/** Whether an element has come near the window; it stays true. */
export function useNear(): readonly [(element: Element | null) => void, boolean] {
  const [near, setNear] = useState(false);
  const watching = useRef<IntersectionObserver | undefined>(undefined);
  const ref = (element: Element | null) => {
    watching.current?.disconnect();
    if (!element || near) return;
    watching.current = new IntersectionObserver(
      (entries) => entries.some((one) => one.isIntersecting) && setNear(true),
      { rootMargin: "400px" },
    );
    watching.current.observe(element);
  };
  useEffect(() => () => watching.current?.disconnect(), []);
  return [ref, near];
}

/** Neither a strip nor a tower: pictures of extreme sizes are cut. */
export function ratio(width: number, height: number): number {
  const wanted = width > 0 && height > 0 ? width / height : 4 / 3;
  return Math.max(0.6, Math.min(wanted, 2.4));
}

/** The picture itself, in the room that is kept for it. */
export function Image({ message, content, alt }: { message: Message; content: PictureContent; alt: string }) {
  const [ref, near] = useNear();
  const address = useAddress(message, near);
  const preview = previewAddress(content.preview);
  const shown = address ?? preview;
  return (
    <span class="fill" ref={ref}>
      {shown && <img class={address ? undefined : "blur"} src={shown} alt={address ? alt : ""} decoding="async" />}
      {!address && <span class="vh">{alt}</span>}
    </span>
  );
}

export function pictureAlt(message: Message, content: PictureContent): string {
  return line(content.caption ?? "") ||
    say("pictureFrom", { name: message.mine ? say("you") : line(message.authorName) });
}

export function Picture(
  { message, content, meta }: { message: Message; content: PictureContent; meta: ComponentChildren },
) {
  const alt = pictureAlt(message, content);
  return (
    <>
      <Room width={content.width} height={content.height}>
        <button
          type="button"
          class="cover"
          data-main
          aria-label={say("pictureOpen", { name: alt })}
          onClick={() => openLightbox(message.id)}
        >
          <Image message={message} content={content} alt={alt} />
        </button>
        <Transfer message={message} file={content.file} />
        {!content.caption && <span class="over-meta">{meta}</span>}
      </Room>
      {content.caption && (
        <div class="cap">
          <Paragraph text={content.caption} mentions={[]} />
          <span class="meta">{meta}</span>
        </div>
      )}
    </>
  );
}

/** The room of a picture, in its own proportion. */
export function Room({ width, height, children }: { width: number; height: number; children: ComponentChildren }) {
  return (
    <span
      class="pic"
      ref={(element) => {
        if (element) element.style.aspectRatio = String(ratio(width, height));
      }}
    >
      {children}
    </span>
  );
}

export function Video(
  { message, content, meta }: { message: Message; content: VideoContent; meta: ComponentChildren },
) {
  const [playing, setPlaying] = useState(false);
  const address = useAddress(message, playing);
  const preview = previewAddress(content.preview);
  const label = say("playVideo", { length: length(content.duration) });
  return (
    <Room width={content.width} height={content.height}>
      {address && playing ? <video class="whole" src={address} controls autoplay playsInline aria-label={label} /> : (
        <>
          <span class="fill">{preview && <img class="blur" src={preview} alt="" />}</span>
          <button type="button" class="disc" data-main aria-label={label} onClick={() => setPlaying(true)}>
            <Icon name={playing ? "retry" : "play"} size={24} {...(playing ? { more: "spin" } : {})} />
          </button>
          <span class="over-meta start">
            <Icon name="video" size={16} />
            {length(content.duration)}, {size(content.file.size)}
          </span>
          <span class="over-meta">{meta}</span>
          <Transfer message={message} file={content.file} />
        </>
      )}
    </Room>
  );
}

/** A ring while bytes go or come, with a way to stop it; a retry when it failed. */
export function Transfer({ message, file }: { message: Message; file: File }) {
  const name = line(file.name);
  if (file.state === "uploading" || (file.state === "loading" && file.progress !== undefined)) {
    const sending = file.state === "uploading";
    return (
      <button
        type="button"
        class="disc"
        aria-label={say(sending ? "stopSending" : "stopLoading", { name })}
        onClick={() => trying(client().stop(message.id))}
      >
        <Icon name="x" size={24} />
        <Ring progress={file.progress ?? 0} label={say(sending ? "sendingFile" : "loadingFile", { name })} />
      </button>
    );
  }
  if (file.state === "failed" && message.tick !== "failed") {
    return (
      <button
        type="button"
        class="disc"
        aria-label={say("tryAgain")}
        onClick={() => trying(client().load(message.id))}
      >
        <Icon name="retry" size={24} />
      </button>
    );
  }
  return null;
}

export function Sticker(
  { content, meta }: { content: Extract<Content, { kind: "sticker" }>; meta: ComponentChildren },
) {
  return (
    <>
      {content.picture
        ? <img class="stick" src={content.picture} alt={say("sticker")} loading="lazy" decoding="async" />
        : (
          <span class="stick none" role="img" aria-label={say("sticker")}>
            <Icon name="sticker" size={24} />
          </span>
        )}
      <span class="under">{meta}</span>
    </>
  );
}
