/** A person, wherever their name stands: who it is, and what one can do. */
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { Person, UserId } from "../../client/records.ts";
import { closeDialog, Dialog } from "../dialog/dialog.tsx";
import { trying } from "../dialog/toast.tsx";
import { Avatar, Button, Icon, Name } from "../parts/parts.tsx";
import { account, client, people } from "../state.ts";
import { line, plain } from "../text.ts";
import { say } from "../words/words.ts";
import { openDirect } from "./person.ts";
import { openSafetyNumber } from "./safety.ts";

export function PersonDialog({ userId }: { userId: UserId }) {
  const asked = useSignal<Person | undefined>(undefined);
  const person = people.value.get(userId) ?? asked.value;
  useEffect(() => {
    if (!people.peek().has(userId)) trying(client().person(userId)).then((one) => (asked.value = one));
  }, [userId]);
  if (!person) return null;
  const me = userId === account.value?.userId;
  return (
    <Dialog title={line(person.name)} head="heard">
      <div class="hero flat">
        <Avatar id={userId} name={person.name} picture={person.picture} square={person.bot} size={96} />
        <h3>
          <Name of={person.name} />
        </h3>
        <p class="num quiet">{say("hearthId", { number: person.number })}</p>
        {person.biography && <p dir="auto" class="words">{plain(person.biography)}</p>}
        {person.trust === "verified" && (
          <p class="pill good">
            <Icon name="verified" />
            {say("encryptedVerified")}
          </p>
        )}
        {person.trust === "plain" && (
          <p class="pill warn">
            <Icon name="unlock" />
            {say("notEncrypted")}
          </p>
        )}
      </div>
      <div class="btns">
        <Button onClick={closeDialog}>{say("close")}</Button>
        {!me && person.trust !== "plain" && (
          <Button
            onClick={() => {
              closeDialog();
              openSafetyNumber(userId, person.name);
            }}
          >
            {say("safetyNumber")}
          </Button>
        )}
        {!me && (
          <Button
            kind="prime"
            autoFocus
            onClick={async () => {
              closeDialog();
              await openDirect(userId);
            }}
          >
            {say("message")}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
