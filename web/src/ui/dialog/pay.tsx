/** Paying somebody: how much of what, what for, and the PIN. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Conversation, Holding } from "../../client/records.ts";
import { Button } from "../parts/parts.tsx";
import { PinDialog, PinField, WHOLE_PIN } from "../settings/pin.tsx";
import { account, client } from "../state.ts";
import { amountOf } from "../amounts.ts";
import { line } from "../text.ts";
import { say } from "../words/words.ts";
import { failureOf } from "../worker.ts";
import { closeDialog, Dialog, openDialog } from "./dialog.tsx";
import { notify, reason } from "./toast.tsx";

const LONGEST_MEMO = 140;

export function Pay({ conversation }: { conversation: Conversation }) {
  const holdings = useSignal<readonly Holding[] | undefined>(undefined);
  const asset = useSignal("");
  const amount = useSignal("");
  const memo = useSignal("");
  const pin = useSignal("");
  const wrong = useSignal("");
  // The same payment asked twice is made once.
  const trace = useRef(crypto.randomUUID());
  useEffect(() => {
    client().holdings().then((all) => {
      holdings.value = all;
      asset.value = all[0]?.asset ?? "";
    }, (error) => (wrong.value = reason(failureOf(error))));
  }, []);
  useEffect(() => document.getElementById("pay-amount")?.focus(), [holdings.value]);
  const chosen = holdings.value?.find((one) => one.asset === asset.value);
  const sum = chosen && amountOf(amount.value, chosen.precision);
  const name = line(conversation.name);
  const pay = async () => {
    if (!sum || !conversation.peer || !chosen) return;
    wrong.value = "";
    try {
      await client().pay(conversation.peer, chosen.asset, sum, line(memo.value), pin.value, trace.current);
      closeDialog();
      notify(say("paidDone"));
    } catch (error) {
      const failure = failureOf(error);
      if (failure.code !== "offline" && failure.code !== "unreachable") trace.current = crypto.randomUUID();
      wrong.value = reason(failure);
    }
  };
  const noPin = account.value?.hasPin === false;
  return (
    <Dialog title={say("payTo", { name })}>
      {holdings.value?.length === 0 && <p>{say("noHoldings")}</p>}
      {chosen && (
        <form
          class="stack5"
          onSubmit={(event) => {
            event.preventDefault();
            pay();
          }}
        >
          <div class="together">
            <div class="field grow">
              <label for="pay-amount">{say("amount")}</label>
              <input
                class="inp num"
                id="pay-amount"
                inputMode="decimal"
                autocomplete="off"
                data-first
                aria-describedby="pay-balance"
                value={amount.value}
                onInput={(event) => (amount.value = event.currentTarget.value)}
              />
            </div>
            <div class="field">
              <label for="pay-asset">{say("asset")}</label>
              <select
                class="inp"
                id="pay-asset"
                value={asset.value}
                onChange={(event) => (asset.value = event.currentTarget.value)}
              >
                {holdings.value!.map((one) => <option key={one.asset} value={one.asset}>{line(one.symbol)}</option>)}
              </select>
            </div>
          </div>
          <span class="hint num" id="pay-balance">
            {say("balanceIs", { amount: `${chosen.balance} ${line(chosen.symbol)}` })}
          </span>
          <div class="field">
            <label for="pay-memo">{say("memo")}</label>
            <input
              class="inp"
              id="pay-memo"
              dir="auto"
              autocomplete="off"
              maxLength={LONGEST_MEMO}
              value={memo.value}
              onInput={(event) => (memo.value = event.currentTarget.value)}
            />
          </div>
          {noPin
            ? (
              <p class="note">
                {say("pinHint")} <Button kind="text" onClick={() => openDialog(<PinDialog />)}>{say("setPin")}</Button>
              </p>
            )
            : <PinField id="pay-pin" label={say("yourPin")} value={pin.value} onChange={(one) => (pin.value = one)} />}
        </form>
      )}
      {wrong.value && <p class="err" role="alert">{wrong.value}</p>}
      <div class="btns">
        <Button onClick={closeDialog}>{say("cancel")}</Button>
        <Button kind="prime" disabled={!sum || pin.value.length < WHOLE_PIN} onClick={pay}>
          {sum && chosen ? say("payAmount", { amount: `${sum} ${line(chosen.symbol)}` }) : say("pay")}
        </Button>
      </div>
    </Dialog>
  );
}
