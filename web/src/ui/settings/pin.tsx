/** The PIN: set, changed, asked for. */
import { useSignal } from "@preact/signals";
import { closeDialog, Dialog } from "../dialog/dialog.tsx";
import { notify, reason } from "../dialog/toast.tsx";
import { Button } from "../parts/parts.tsx";
import { account, client } from "../state.ts";
import { say } from "../words/words.ts";
import { failureOf } from "../worker.ts";

export function PinField({ id, label, value, onChange, wrong, first }: {
  id: string;
  label: string;
  value: string;
  onChange: (pin: string) => void;
  wrong?: string;
  first?: boolean;
}) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        class="inp num pin"
        id={id}
        type="password"
        inputMode="numeric"
        autocomplete="off"
        maxLength={6}
        data-first={first}
        aria-describedby={`${id}-hint`}
        aria-invalid={wrong ? true : undefined}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value.replace(/\D/g, ""))}
      />
      <span class={wrong ? "err" : "hint"} id={`${id}-hint`} role={wrong ? "alert" : undefined}>
        {wrong || say("pinDigits")}
      </span>
    </div>
  );
}

export const WHOLE_PIN = 6;

export function PinDialog() {
  const before = account.value?.hasPin ?? false;
  const old = useSignal("");
  const fresh = useSignal("");
  const wrong = useSignal("");
  const keep = async (event: SubmitEvent) => {
    event.preventDefault();
    try {
      await client().setPin(fresh.value, ...(before ? [old.value] as const : []));
      closeDialog();
      notify(say("pinChanged"));
    } catch (error) {
      wrong.value = reason(failureOf(error));
    }
  };
  const ready = fresh.value.length === WHOLE_PIN && (!before || old.value.length === WHOLE_PIN);
  return (
    <Dialog title={say("pinTitle")}>
      <p>{say("pinHint")}</p>
      <form class="stack5" onSubmit={keep}>
        {before && (
          <PinField
            id="old-pin"
            label={say("oldPin")}
            value={old.value}
            wrong={wrong.value}
            first
            onChange={(pin) => (old.value = pin)}
          />
        )}
        <PinField
          id="new-pin"
          label={say("newPin")}
          value={fresh.value}
          first={!before}
          {...(before ? {} : { wrong: wrong.value })}
          onChange={(pin) => (fresh.value = pin)}
        />
        <div class="btns">
          <Button onClick={closeDialog}>{say("cancel")}</Button>
          <Button kind="prime" type="submit" disabled={!ready}>{say("save")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
