/** Sending somebody's contact. */
import { useSignal } from "@preact/signals";
import type { Conversation } from "../../client/records.ts";
import { closeDialog, Dialog } from "../dialog/dialog.tsx";
import { byName, fits, useContacts } from "../list/choose-people.tsx";
import { Avatar, Icon, Name } from "../parts/parts.tsx";
import { people } from "../state.ts";
import { say } from "../words/words.ts";
import { send } from "./send.tsx";

export function ChooseContact({ conversation }: { conversation: Conversation }) {
  useContacts();
  const word = useSignal("");
  const shown = [...people.value.values()].filter((one) => one.relation === "friend" && fits(one, word.value)).sort(
    byName,
  );
  return (
    <Dialog title={say("choosePerson")}>
      <div class="find">
        <Icon name="search" size={16} />
        <input
          type="search"
          aria-label={say("search")}
          autocomplete="off"
          value={word.value}
          onInput={(event) => (word.value = event.currentTarget.value)}
        />
      </div>
      <ul class="picks">
        {shown.map((one) => (
          <li key={one.userId}>
            <button
              type="button"
              class="pick"
              onClick={() => {
                closeDialog();
                send(conversation, { kind: "contact", userId: one.userId }, () => {});
              }}
            >
              <Avatar id={one.userId} name={one.name} picture={one.picture} square={one.bot} size={36} />
              <span class="t grow cut">
                <Name of={one.name} />
              </span>
              <span class="quiet num">{one.number}</span>
            </button>
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p>{say("noContacts")}</p>}
    </Dialog>
  );
}
