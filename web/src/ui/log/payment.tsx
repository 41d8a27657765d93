/** A payment: the sum, from or to, what for; green only for what was received. */
import type { ComponentChildren } from "preact";
import type { Content, Message } from "../../client/records.ts";
import { Dialog, openDialog } from "../dialog/dialog.tsx";
import { Icon } from "../parts/parts.tsx";
import { signed } from "../amounts.ts";
import { moment } from "../dates.ts";
import { open } from "../state.ts";
import { line } from "../text.ts";
import { say } from "../words/words.ts";

type PaymentContent = Extract<Content, { kind: "payment" }>;

export function Payment(
  { message, content, meta }: { message: Message; content: PaymentContent; meta: ComponentChildren },
) {
  const paid = content.money.amount.startsWith("-");
  const name = line(open.value?.name ?? message.authorName);
  const what = say(paid ? "paidTo" : "receivedFrom", { name });
  return (
    <>
      <div class="in1 low money">
        <span class={"ic" + (paid ? " out1" : "")}>
          <Icon name="coin" />
        </span>
        <span>
          <span class="sum" dir="ltr">
            {signed(content.money.amount)}
            <small>{line(content.money.symbol)}</small>
          </span>
          <br />
          <span class="d" dir="auto">{what}{content.memo && `, “${line(content.memo)}”`}</span>
        </span>
      </div>
      <div class="pad">
        <span class="meta">{meta}</span>
      </div>
      <div class="foot">
        <button
          type="button"
          data-main
          onClick={() => openDialog(<Receipt message={message} content={content} what={what} />)}
        >
          {say("showReceipt")}
        </button>
      </div>
    </>
  );
}

function Receipt({ message, content, what }: { message: Message; content: PaymentContent; what: string }) {
  return (
    <Dialog title={say("receipt")}>
      <p class="sum" dir="ltr">{signed(content.money.amount)} {line(content.money.symbol)}</p>
      <dl class="kv">
        <dt>{say("with")}</dt>
        <dd dir="auto">{what}</dd>
        <dt>{say("when")}</dt>
        <dd>{moment(message.at)}</dd>
        {content.memo && (
          <>
            <dt>{say("memo")}</dt>
            <dd dir="auto">{line(content.memo)}</dd>
          </>
        )}
        {content.balance !== undefined && (
          <>
            <dt>{say("balance")}</dt>
            <dd dir="ltr">{content.balance} {line(content.money.symbol)}</dd>
          </>
        )}
        <dt>{say("paymentId")}</dt>
        <dd class="mono">{content.snapshot}</dd>
      </dl>
    </Dialog>
  );
}
