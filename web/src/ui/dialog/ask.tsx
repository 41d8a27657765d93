/** A question before something that can't be undone. The harmless answer has the focus. */
import { useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { Button } from "../parts/parts.tsx";
import { say } from "../words/words.ts";
import { failureOf } from "../worker.ts";
import { closeDialog, Dialog, openDialog } from "./dialog.tsx";
import { reason } from "./toast.tsx";

interface Question {
  readonly title: string;
  readonly text?: ComponentChildren;
  readonly yes: string;
  readonly kind?: "danger" | "prime";
  readonly act: () => unknown;
}

export function ask(question: Question): void {
  openDialog(<Asked {...question} />);
}

function Asked({ title, text, yes, kind = "danger", act }: Question) {
  const [wrong, setWrong] = useState("");
  const go = async () => {
    try {
      await act();
      closeDialog();
    } catch (error) {
      setWrong(reason(failureOf(error)));
    }
  };
  return (
    <Dialog title={title} head="plain" risky>
      {text && <p>{text}</p>}
      {wrong && <p class="err" role="alert">{wrong}</p>}
      <div class="btns">
        <Button autoFocus onClick={closeDialog}>{say("cancel")}</Button>
        <Button kind={kind} onClick={go}>{yes}</Button>
      </div>
    </Dialog>
  );
}
