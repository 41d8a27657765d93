/** What stands above a conversation's first message: who can read it. */
import type { Conversation } from "../../client/records.ts";
import { Avatar, Icon, Name, Sentence } from "../parts/parts.tsx";
import { openSafetyNumber } from "../details/safety.ts";
import { line } from "../text.ts";
import { say } from "../words/words.ts";

export function Opening({ conversation, empty }: { conversation: Conversation; empty: boolean }) {
  const { name, kind, trust, peer, bot, picture, id } = conversation;
  const plain = trust === "plain";
  const greeting = empty && kind === "direct" && !bot;
  return (
    <div class="dayset">
      {greeting && (
        <div class="greet">
          <Avatar id={peer ?? id} name={name} picture={picture} size={72} />
          <h2 dir="auto">{say("sayHello", { name: line(name) })}</h2>
          {!plain && <p>{say("onlyYouTwo")}</p>}
        </div>
      )}
      <p class="say">
        <Icon name={plain ? "unlock" : "lock"} />
        {plain
          ? <Sentence of={bot ? "openingPlain" : "plainGroupWhy"} name={<Name of={name} />} />
          : <Sentence of={kind === "group" ? "openingGroup" : "openingDirect"} name={<Name of={name} />} />}
        {!plain && peer && !bot && (
          <>
            {" "}
            <button type="button" onClick={() => openSafetyNumber(peer, name)}>{say("compareSafetyNumber")}</button>
          </>
        )}
      </p>
    </div>
  );
}
