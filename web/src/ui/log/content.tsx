/** What a bubble holds, for each kind of message. */
import type { ComponentChildren } from "preact";
import type { Content, Message } from "../../client/records.ts";
import { later } from "../parts/later.tsx";
import { Buttons, Card } from "./card.tsx";
import { Contact, Live, Place, Transcript } from "./boxes.tsx";
import { FileRow } from "./file.tsx";
import { Gone, Recalled, Undecryptable, Unknown } from "./ghost.tsx";
import { Payment } from "./payment.tsx";
import { Picture, Sticker, Video } from "./picture.tsx";
import { Text } from "./text.tsx";
import { Voice } from "./voice.tsx";

const Post = later(() => import("../more.ts").then((all) => all.Post));

/** How the bubble around it looks. */
export type Shape = "text" | "media" | "box" | "money" | "bare" | "ghost" | "keys";

export function shapeOf(content: Content): Shape {
  switch (content.kind) {
    case "text":
    case "file":
    case "voice":
    case "system":
    case "call":
      return "text";
    case "picture":
    case "video":
      return content.file.state === "gone" ? "ghost" : "media";
    case "post":
    case "contact":
    case "place":
    case "live":
    case "card":
    case "transcript":
      return "box";
    case "payment":
      return "money";
    case "sticker":
      return "bare";
    case "buttons":
      return "keys";
    case "recalled":
    case "undecryptable":
    case "unknown":
      return "ghost";
  }
}

export function Body({ message, meta }: { message: Message; meta: ComponentChildren }) {
  const { content } = message;
  switch (content.kind) {
    case "text":
      return <Text text={content.text} mentions={content.mentions} meta={meta} />;
    case "post":
      return <Post message={message} markdown={content.markdown} meta={meta} />;
    case "picture":
      return content.file.state === "gone"
        ? <Gone meta={meta} />
        : <Picture message={message} content={content} meta={meta} />;
    case "video":
      return content.file.state === "gone"
        ? <Gone meta={meta} />
        : <Video message={message} content={content} meta={meta} />;
    case "voice":
      return <Voice message={message} content={content} meta={meta} />;
    case "file":
      return <FileRow message={message} file={content.file} meta={meta} />;
    case "sticker":
      return <Sticker content={content} meta={meta} />;
    case "contact":
      return <Contact person={content.person} meta={meta} />;
    case "place":
      return <Place content={content} meta={meta} />;
    case "live":
      return <Live content={content} meta={meta} />;
    case "card":
      return <Card message={message} content={content} meta={meta} />;
    case "buttons":
      return <Buttons message={message} buttons={content.buttons} />;
    case "transcript":
      return <Transcript content={content} meta={meta} />;
    case "payment":
      return <Payment message={message} content={content} meta={meta} />;
    case "recalled":
      return <Recalled message={message} meta={meta} />;
    case "undecryptable":
      return <Undecryptable message={message} meta={meta} />;
    case "unknown":
      return <Unknown message={message} content={content} meta={meta} />;
    case "system":
    case "call":
      return null;
  }
}
