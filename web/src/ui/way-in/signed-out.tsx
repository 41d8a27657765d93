/** This device was signed out by another one. */
import { Button, Icon, Sentence } from "../parts/parts.tsx";
import { time } from "../dates.ts";
import { accounts, phase, signedOut } from "../state.ts";
import { line } from "../text.ts";
import { say } from "../words/words.ts";

export function SignedOut() {
  const { at, by } = signedOut.value ?? { at: Date.now() };
  const leave = (to: "link" | "choose") => {
    signedOut.value = undefined;
    phase.value = accounts.value.length > 0 && to === "choose" ? { is: "in" } : { is: "way-in", step: { to } };
  };
  return (
    <main class="full">
      <div class="sheet">
        <Icon name="flame" more="mark" />
        <div class="stack2">
          <h1>{say("signedOutTitle")}</h1>
          <p class="lead" role="alert">
            {by
              ? <Sentence of="signedOutBy" by={<bdi>{line(by)}</bdi>} time={time(at)} />
              : <Sentence of="signedOut" time={time(at)} />}
          </p>
        </div>
        <Button kind="prime wide" onClick={() => leave("link")}>{say("linkAgain")}</Button>
        <Button kind="wide" onClick={() => leave("choose")}>{say("continue")}</Button>
      </div>
    </main>
  );
}
