/** What one holds, and what was paid and received. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Holding, SnapshotLine } from "../../client/records.ts";
import { Dialog, openDialog } from "../dialog/dialog.tsx";
import { reason } from "../dialog/toast.tsx";
import { Icon, Name } from "../parts/parts.tsx";
import { moment, when } from "../dates.ts";
import { signed } from "../amounts.ts";
import { account, client, now } from "../state.ts";
import { line } from "../text.ts";
import { say } from "../words/words.ts";
import { failureOf } from "../worker.ts";

export function Balance() {
  const holdings = useSignal<readonly Holding[] | undefined>(undefined);
  const wrong = useSignal("");
  useEffect(() => {
    client().holdings().then((all) => (holdings.value = all), (error) => (wrong.value = reason(failureOf(error))));
  }, [account.value?.userId]);
  return (
    <div class="card rows">
      {wrong.value && <p class="err inset" role="alert">{wrong.value}</p>}
      {holdings.value?.length === 0 && <p class="hint inset">{say("noHoldings")}</p>}
      {(holdings.value ?? []).map((one) => (
        <button
          type="button"
          class="row"
          key={one.asset}
          onClick={() => openDialog(<Payments holding={one} />)}
        >
          <Icon name="coin" />
          <span class="t grow cut">
            <Name of={one.name} />
          </span>
          <span class="num" dir="ltr">{one.balance} {line(one.symbol)}</span>
          <Icon name="right" size={16} flip />
        </button>
      ))}
    </div>
  );
}

function Payments({ holding }: { holding: Holding }) {
  const all = useSignal<readonly SnapshotLine[] | undefined>(undefined);
  const wrong = useSignal("");
  useEffect(() => {
    client().snapshots(holding.asset).then(
      (lines) => (all.value = lines),
      (error) => (wrong.value = reason(failureOf(error))),
    );
  }, []);
  return (
    <Dialog title={say("payments")}>
      <p class="num" dir="ltr">{say("balanceIs", { amount: `${holding.balance} ${line(holding.symbol)}` })}</p>
      {wrong.value && <p class="err" role="alert">{wrong.value}</p>}
      {all.value?.length === 0 && <p>{say("noPayments")}</p>}
      <ul class="picks rows" tabIndex={0} aria-label={say("payments")}>
        {(all.value ?? []).map((one) => (
          <li key={one.snapshot} class="payline">
            <span class="grow">
              <span class="t">
                {one.other ? <Name of={one.other.name} /> : say(one.money.amount.startsWith("-") ? "paid" : "received")}
              </span>
              <br />
              <span class="d" dir="auto">{line(one.memo)}</span>
            </span>
            <span class="end">
              <span class="num" dir="ltr">{signed(one.money.amount)} {line(one.money.symbol)}</span>
              <br />
              <time class="d" title={moment(one.at)}>{when(one.at, now.value)}</time>
            </span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
