/** Linking this browser: it shows a code to a device that is signed in. A new code comes before the old one ends. */
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { complain, reason } from "../dialog/toast.tsx";
import { later } from "../parts/later.tsx";
import { Button, Icon, Sentence } from "../parts/parts.tsx";
import { length } from "../dates.ts";
import { client, linkFailed, listeners } from "../state.ts";
import { say } from "../words/words.ts";
import { failureOf } from "../worker.ts";
import { welcome } from "./entrances.tsx";
import { goTo } from "./way-in.tsx";

const QrCode: ComponentType<{ text: string; label: string }> = later(() =>
  import("../parts/qr.tsx").then((module) => module.QrCode)
);

interface Code {
  readonly address: string;
  readonly typed: string;
  readonly until: number;
}

export function ShowLink() {
  const code = useSignal<Code | undefined>(undefined);
  const wrong = useSignal("");
  const left = useSignal(0);
  const ask = () => {
    wrong.value = "";
    client().waitForLink().then((one) => (code.value = one), (error) => (wrong.value = reason(failureOf(error))));
  };
  useEffect(() => {
    linkFailed.value = undefined;
    listeners.linked = (account) => welcome(account.userId);
    ask();
    const timer = setInterval(() => {
      if (!code.value) return;
      left.value = Math.max(0, code.value.until - Date.now());
      if (left.value === 0) {
        code.value = undefined;
        ask();
      }
    }, 1_000);
    return () => {
      clearInterval(timer);
      delete listeners.linked;
      client().stopWaiting().catch(() => {});
    };
  }, []);
  useEffect(() => {
    if (!linkFailed.value) return;
    complain(linkFailed.value);
    linkFailed.value = undefined;
    ask();
  }, [linkFailed.value]);
  return (
    <>
      <h1>{say("linkTitle")}</h1>
      {code.value
        ? <QrCode text={code.value.address} label={say("qrCode")} />
        : <div class="qrbox empty" aria-busy="true" />}
      {wrong.value
        ? (
          <p class="err" role="alert">
            {wrong.value} <Button kind="text" onClick={ask}>{say("tryAgain")}</Button>
          </p>
        )
        : <p class="hint middle num">{say("newCodeIn", { time: length(left.value) })}</p>}
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
      {code.value && (
        <details>
          <summary class="btn text">{say("typeCode")}</summary>
          <p class="typed mono" dir="ltr" tabIndex={0}>{code.value.typed}</p>
        </details>
      )}
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
