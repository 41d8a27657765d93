/** The safety number with somebody: as a code to scan, as groups of digits to read aloud, and whether it was compared. */
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { UserId } from "../../client/records.ts";
import { closeDialog, Dialog } from "../dialog/dialog.tsx";
import { notify, reason, trying } from "../dialog/toast.tsx";
import { Button, Icon } from "../parts/parts.tsx";
import { QrCode } from "../parts/qr.tsx";
import { client, conversations, people } from "../state.ts";
import { line } from "../text.ts";
import { say } from "../words/words.ts";
import { failureOf } from "../worker.ts";

const GROUP = /.{1,5}/g;

export function SafetyNumber({ userId, name }: { userId: UserId; name: string }) {
  const number = useSignal<{ readonly number: string; readonly scan: string } | undefined>(undefined);
  const wrong = useSignal("");
  useEffect(() => {
    client().safetyNumber(userId).then(
      (one) => (number.value = one),
      (error) => (wrong.value = reason(failureOf(error))),
    );
  }, [userId]);
  // The conversation says what holds, as everywhere; a person without one is asked.
  const trust = [...conversations.value.values()].find((one) => one.peer === userId)?.trust ??
    people.value.get(userId)?.trust;
  const compared = trust === "verified";
  const mark = async (verified: boolean) => {
    const done = await trying(
      (trust === "changed" && verified ? client().acceptIdentity(userId) : Promise.resolve())
        .then(() => client().setVerified(userId, verified)).then(() => true),
    );
    if (done && verified) closeDialog();
  };
  const copy = async () => {
    await navigator.clipboard.writeText(groups(number.value?.number ?? "").join(" "));
    notify(say("copied"));
  };
  return (
    <Dialog title={say("safetyNumberWith", { name: line(name) })}>
      <p>{say("safetyText")}</p>
      {wrong.value && <p class="err" role="alert">{wrong.value}</p>}
      {number.value && (
        <>
          <QrCode text={number.value.scan} label={say("qrCode")} />
          <p class="digits" role="group" aria-label={say("safetyNumber")} dir="ltr">
            {groups(number.value.number).map((one, at) => <span key={at}>{one}</span>)}
          </p>
        </>
      )}
      {compared && (
        <p class="note good">
          <Icon name="verified" />
          <span>{say("safetyMarked")}</span>
        </p>
      )}
      {trust === "changed" && (
        <p class="note warn">
          <Icon name="warn" />
          <span>{say("sendToNewText", { name: line(name) })}</span>
        </p>
      )}
      <div class="btns">
        <Button onClick={copy} disabled={!number.value}>{say("copy")}</Button>
        {compared
          ? <Button kind="line" onClick={() => mark(false)}>{say("removeMark")}</Button>
          : <Button kind="prime" disabled={!number.value} onClick={() => mark(true)}>{say("markCompared")}</Button>}
      </div>
    </Dialog>
  );
}

/** Twelve groups of five. */
function groups(number: string): readonly string[] {
  return number.replace(/\s/g, "").match(GROUP) ?? [];
}
