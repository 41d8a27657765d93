/** A conversation's last line: what kind of message it was, and its text. */
import type { Content, LastLine } from "../../client/records.ts";
import { Icon } from "../parts/parts.tsx";
import { line } from "../text.ts";
import { say } from "../words/words.ts";

type Kind = Content["kind"];

/** The icon and the word for a kind; text and sentences need neither. */
export function kindOf(kind: Kind): readonly [icon: string | undefined, word: string] {
  switch (kind) {
    case "picture":
      return ["image", say("linePicture")];
    case "video":
      return ["video", say("lineVideo")];
    case "voice":
      return ["mic", say("lineVoice")];
    case "file":
      return ["file", say("lineFile")];
    case "sticker":
      return ["sticker", say("lineSticker")];
    case "contact":
      return ["user", say("lineContact")];
    case "place":
      return ["mappin", say("linePlace")];
    case "live":
      return ["video", say("lineLive")];
    case "post":
      return ["text", say("linePost")];
    case "card":
      return [undefined, say("lineCard")];
    case "buttons":
      return [undefined, say("lineButtons")];
    case "transcript":
      return ["history", say("lineTranscript")];
    case "payment":
      return ["coin", say("linePayment")];
    case "call":
      return ["phone", say("lineCall")];
    case "recalled":
      return ["recall", say("lineRecalled")];
    case "undecryptable":
      return ["clock", say("lineUndecryptable")];
    case "unknown":
      return ["info", say("lineUnknown")];
    case "text":
    case "system":
      return [undefined, ""];
  }
}

export function Preview({ last, group }: { last: LastLine; group: boolean }) {
  const [icon, word] = kindOf(last.kind);
  const text = line(last.text) || word;
  return (
    <>
      {icon && <Icon name={icon} size={16} />}
      <span class="prev cut" dir="auto">
        {group && !last.mine && last.kind !== "system" && (
          <>
            <b>
              <bdi>{line(last.authorName)}</bdi>:
            </b>
            {" "}
          </>
        )}
        {text}
      </span>
    </>
  );
}
