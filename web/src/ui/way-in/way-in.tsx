/** The pages before one is signed in. */
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { Button, Icon, Sentence } from "../parts/parts.tsx";
import { reason } from "../dialog/toast.tsx";
import { accounts, client, phase, server, type WayIn } from "../state.ts";
import { entrance } from "../route.ts";
import { say } from "../words/words.ts";
import { failureOf } from "../worker.ts";
import { welcome } from "./entrances.tsx";
import { Join } from "./join.tsx";
import { ShowLink } from "./show-link.tsx";

export function WayInPage({ step }: { step: WayIn }) {
  return (
    <main class="full">
      <div class="sheet">
        <Step step={step} />
      </div>
    </main>
  );
}

function Step({ step }: { step: WayIn }) {
  switch (step.to) {
    case "choose":
      return <Choose />;
    case "join":
      return <Join code={step.code} />;
    case "sign-in":
      return (
        <>
          <Icon name="flame" more="mark" />
          <h1>{say("signingIn")}</h1>
          <p class="lead" role="status">{server.value}</p>
        </>
      );
    case "code":
      return <SignInForm />;
    case "link":
      return <ShowLink />;
    case "done":
      return null;
  }
}

export function goTo(step: WayIn): void {
  phase.value = { is: "way-in", step };
}

/** Leads back to the account that is here, when this is about adding another. */
export function Leave() {
  if (accounts.value.length === 0) return null;
  return (
    <p class="middle quiet">
      <Button kind="text" onClick={() => (phase.value = { is: "in" })}>{say("cancel")}</Button>
    </p>
  );
}

function Choose() {
  return (
    <>
      <Icon name="flame" more="mark" />
      <div class="stack2">
        <h1>
          <Sentence of="signInTitle" server={<bdi>{server.value}</bdi>} />
        </h1>
        <p class="lead">{say("signInLead")}</p>
      </div>
      <div class="stack2">
        <Button kind="prime wide" onClick={() => goTo({ to: "code" })}>{say("signInWithCode")}</Button>
        <Button kind="wide" onClick={() => goTo({ to: "link" })}>{say("linkThisBrowser")}</Button>
      </div>
      <InvitationField />
      <Leave />
    </>
  );
}

function InvitationField() {
  const text = useSignal("");
  const open = (event: SubmitEvent) => {
    event.preventDefault();
    const hash = text.value.trim().replace(/^[^#]*(?=#)/, "");
    const way = entrance(hash) ?? entrance("#join=" + hash.replace(/^#/, ""));
    if (way?.to === "join") goTo(way);
  };
  return (
    <form class="field" onSubmit={open}>
      <label for="invitation">{say("haveInvitation")}</label>
      <span class="together">
        <input
          class="inp"
          id="invitation"
          autocomplete="off"
          placeholder={say("invitationLink")}
          value={text.value}
          onInput={(event) => (text.value = event.currentTarget.value)}
        />
        <Button type="submit" disabled={text.value.trim() === ""}>{say("open")}</Button>
      </span>
    </form>
  );
}

function SignInForm() {
  const number = useSignal("");
  const code = useSignal("");
  const wrong = useSignal("");
  const busy = useSignal(false);
  const go = async (event: SubmitEvent) => {
    event.preventDefault();
    busy.value = true;
    try {
      const account = await client().signIn(number.value.replace(/\s/g, ""), code.value.trim());
      welcome(account.userId);
    } catch (error) {
      wrong.value = reason(failureOf(error));
    } finally {
      busy.value = false;
    }
  };
  useEffect(() => document.getElementById("number")?.focus(), []);
  return (
    <>
      <Icon name="flame" more="mark" />
      <div class="stack2">
        <h1>{say("signIn")}</h1>
      </div>
      <form class="stack5" onSubmit={go}>
        <div class="field">
          <label for="number">{say("number")}</label>
          <input
            class="inp num"
            id="number"
            inputMode="numeric"
            autocomplete="username"
            value={number.value}
            onInput={(event) => (number.value = event.currentTarget.value)}
          />
        </div>
        <div class="field">
          <label for="code">{say("code")}</label>
          <input
            class="inp num"
            id="code"
            autocomplete="one-time-code"
            aria-describedby="code-hint code-wrong"
            value={code.value}
            onInput={(event) => (code.value = event.currentTarget.value)}
          />
          <span class="hint" id="code-hint">{say("codeHint")}</span>
          <span class="err" id="code-wrong" role="alert">{wrong.value}</span>
        </div>
        <Button kind="prime wide" type="submit" disabled={busy.value || !number.value.trim() || !code.value.trim()}>
          {say("signIn")}
        </Button>
      </form>
      <p class="middle quiet">
        <Button kind="text" onClick={() => goTo({ to: "choose" })}>{say("back")}</Button>
      </p>
    </>
  );
}
