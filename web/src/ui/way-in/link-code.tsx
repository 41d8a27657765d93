/** A code for another device to read, by camera or by hand. A new one comes when it ends. */
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { complain, reason } from "../dialog/toast.tsx";
import { Button } from "../parts/parts.tsx";
import { QrCode } from "../parts/qr.tsx";
import { length } from "../dates.ts";
import { client, linkFailed } from "../state.ts";
import { say } from "../words/words.ts";
import { failureOf } from "../worker.ts";

interface Code {
  readonly address: string;
  readonly typed: string;
  readonly until: number;
}

export function LinkCode() {
  const code = useSignal<Code | undefined>(undefined);
  const wrong = useSignal("");
  const left = useSignal(0);
  const ask = () => {
    wrong.value = "";
    client().waitForLink().then((one) => {
      left.value = Math.max(0, one.until - Date.now());
      code.value = one;
    }, (error) => (wrong.value = reason(failureOf(error))));
  };
  useEffect(() => {
    linkFailed.value = undefined;
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
      {code.value && (
        <details>
          <summary class="btn text">{say("typeCode")}</summary>
          <p class="typed mono" dir="ltr" tabIndex={0}>{code.value.typed}</p>
        </details>
      )}
    </>
  );
}
