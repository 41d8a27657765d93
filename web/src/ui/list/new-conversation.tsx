/** Whom to write to: a contact, somebody by number, a new group; and one's own code. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { openDirect } from "../details/person.ts";
import { Dialog, openDialog } from "../dialog/dialog.tsx";
import { notify, reason } from "../dialog/toast.tsx";
import { Button, Head, Icon, Name } from "../parts/parts.tsx";
import { QrCode } from "../parts/qr.tsx";
import { account, client, go, hrefTo } from "../state.ts";
import { say } from "../words/words.ts";
import { failureOf } from "../worker.ts";
import { fits, useContacts } from "./choose-people.tsx";
import { Contacts, contacts } from "./contacts.tsx";

export function NewConversation() {
  const word = useSignal("");
  const wrong = useSignal("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
  }, []);
  useContacts();
  const all = contacts().filter((one) => fits(one, word.value));
  const number = word.value.replace(/\s/g, "");
  const asked = /^\+?\d{4,}$/.test(number);
  const find = async () => {
    wrong.value = "";
    try {
      const person = await client().findPerson(number);
      await openDirect(person.userId);
    } catch (error) {
      const failure = failureOf(error);
      wrong.value = failure.code === "not-found" ? say("nobodyFound", { number }) : reason(failure);
    }
  };
  return (
    <section aria-label={say("newConversation")}>
      <Head title={say("newConversation")} onBack={() => go({ mode: "list" })} />
      <form
        class="listhead"
        onSubmit={(event) => {
          event.preventDefault();
          if (asked) find();
          else if (all[0]) openDirect(all[0].userId);
        }}
      >
        <div class="find">
          <Icon name="search" size={16} />
          <input
            ref={field}
            type="search"
            aria-label={say("nameOrId")}
            placeholder={say("nameOrId")}
            autocomplete="off"
            value={word.value}
            onInput={(event) => {
              word.value = event.currentTarget.value;
              wrong.value = "";
            }}
          />
        </div>
        {wrong.value && <p class="err" role="alert">{wrong.value}</p>}
      </form>
      <div class="scroll">
        <div class="convs above">
          {asked && (
            <button type="button" class="pick" onClick={find}>
              <span class="av t1" aria-hidden="true">
                <Icon name="search" />
              </span>
              <span class="t">{say("findNumber", { number })}</span>
            </button>
          )}
          {!word.value && (
            <>
              <a class="pick" href={hrefTo({ mode: "new-group" })}>
                <span class="av sq t1" aria-hidden="true">
                  <Icon name="users" />
                </span>
                <span class="t">{say("newGroup")}</span>
              </a>
              <button type="button" class="pick" onClick={() => openDialog(<MyCode />)}>
                <span class="av sq t1" aria-hidden="true">
                  <Icon name="qr" />
                </span>
                <span class="t">{say("showMyCode")}</span>
              </button>
            </>
          )}
        </div>
        <Contacts of={all} />
        {all.length === 0 && !asked && <p class="say spaced">{say("noContacts")}</p>}
      </div>
    </section>
  );
}

function MyCode() {
  const me = account.value;
  if (!me) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(me.number);
    notify(say("copied"));
  };
  return (
    <Dialog title={say("myCode")}>
      <QrCode text={`mixin://users/${me.userId}`} label={say("qrCode")} />
      <p class="middle num">
        <b>
          <Name of={me.name} />
        </b>, {say("hearthId", { number: me.number })}
      </p>
      <div class="btns">
        <Button kind="prime" onClick={copy}>{say("copy")}</Button>
      </div>
    </Dialog>
  );
}
