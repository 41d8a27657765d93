/** A device without keys gets them: from another device of the same person, or by signing the others out. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { closeDialog, Dialog } from "../dialog/dialog.tsx";
import { notify, reason } from "../dialog/toast.tsx";
import { Button, Choice, Icon, Sentence } from "../parts/parts.tsx";
import { PinField, WHOLE_PIN } from "../settings/pin.tsx";
import { account, client } from "../state.ts";
import { say } from "../words/words.ts";
import { failureOf } from "../worker.ts";
import { LinkCode } from "./link-code.tsx";

export function GetKeys() {
  const way = useSignal<"link" | "alone">("link");
  const pin = useSignal("");
  const wrong = useSignal("");
  const needsPin = account.value?.hasPin ?? false;
  const without = account.value?.withoutKeys ?? false;
  useEffect(() => {
    if (without) return;
    closeDialog();
    notify(say("keysThere"));
  }, [without]);
  const endOthers = async () => {
    try {
      await client().endOtherDevices(...(needsPin ? [pin.value] as const : []));
      closeDialog();
    } catch (error) {
      wrong.value = reason(failureOf(error));
    }
  };
  return (
    <Dialog title={say("getKeys")}>
      <Choice
        label={say("getKeys")}
        of={[["link", say("fromOther")], ["alone", say("withoutOther")]]}
        chosen={way.value}
        onChange={(one) => (way.value = one)}
      />
      {way.value === "link"
        ? (
          <>
            <LinkCode />
            <p class="note">
              <Icon name="info" />
              <span>
                <Sentence of="linkStep2" item={<b>{say("linkAnother")}</b>} />
              </span>
            </p>
          </>
        )
        : (
          <>
            <p>{say("endOthersText")}</p>
            {needsPin && (
              <PinField
                id="keys-pin"
                label={say("yourPin")}
                value={pin.value}
                wrong={wrong.value}
                onChange={(one) => (pin.value = one)}
              />
            )}
            {!needsPin && wrong.value && <p class="err" role="alert">{wrong.value}</p>}
            <div class="btns">
              <Button onClick={closeDialog}>{say("cancel")}</Button>
              <Button kind="danger" disabled={needsPin && pin.value.length < WHOLE_PIN} onClick={endOthers}>
                {say("endOthers")}
              </Button>
            </div>
          </>
        )}
    </Dialog>
  );
}
