/** A new group: its name, its people. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { trying } from "../dialog/toast.tsx";
import { Button, Head, Icon } from "../parts/parts.tsx";
import { client, go, people } from "../state.ts";
import { line } from "../text.ts";
import { say } from "../words/words.ts";
import { ChoosePeople } from "./choose-people.tsx";

export function NewGroup() {
  const name = useSignal("");
  const chosen = useSignal<readonly string[]>([]);
  useEffect(() => document.getElementById("new-group-name")?.focus(), []);
  const make = async () => {
    const group = await trying(client().createGroup(line(name.value), chosen.value));
    if (group) go({ conversation: group.id, mode: "list", side: false });
  };
  const n = chosen.value.length;
  return (
    <section aria-label={say("newGroup")}>
      <Head title={say("newGroup")} onBack={() => go({ mode: "new" })} />
      <div class="field pad4">
        <label for="new-group-name">{say("groupName")}</label>
        <input
          class="inp"
          id="new-group-name"
          autocomplete="off"
          dir="auto"
          maxLength={128}
          value={name.value}
          onInput={(event) => (name.value = event.currentTarget.value)}
        />
      </div>
      <ChoosePeople
        people={[...people.value.values()].filter((one) => one.relation === "friend")}
        chosen={chosen.value}
        onChange={(users) => (chosen.value = users)}
      />
      <div class="footbar">
        <p class="hint iconed">
          <Icon name="lock" size={16} />
          {say("encryptedForAll")}
        </p>
        <Button kind="prime wide" disabled={!line(name.value) || n === 0} onClick={make}>
          {n > 0 ? say("createGroupWith", { n }) : say("createGroup")}
        </Button>
      </div>
    </section>
  );
}
