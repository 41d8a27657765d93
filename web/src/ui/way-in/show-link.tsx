/** Linking this browser: it shows a code to a device that is signed in. */
import { useEffect } from "preact/hooks";
import { Button, Icon, Sentence } from "../parts/parts.tsx";
import { listeners } from "../state.ts";
import { say } from "../words/words.ts";
import { welcome } from "./entrances.tsx";
import { LinkCode } from "./link-code.tsx";
import { goTo } from "./way-in.tsx";

export function ShowLink() {
  useEffect(() => {
    listeners.linked = (account) => welcome(account.userId);
    return () => {
      delete listeners.linked;
    };
  }, []);
  return (
    <>
      <h1>{say("linkTitle")}</h1>
      <LinkCode />
      <ol class="howto">
        <li>
          <span>{say("linkStep1")}</span>
        </li>
        <li>
          <span>
            <Sentence of="linkStep2" item={<b>{say("linkAnother")}</b>} />
          </span>
        </li>
        <li>
          <span>{say("linkStep3")}</span>
        </li>
      </ol>
      <p class="note">
        <Icon name="info" />
        <span>{say("ownKeys")}</span>
      </p>
      <p class="middle">
        <Button kind="text" onClick={() => goTo({ to: "choose" })}>{say("back")}</Button>
      </p>
    </>
  );
}
