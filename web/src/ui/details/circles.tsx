/** The circles of a conversation: which ones it is in, and new ones. */
import { useSignal } from "@preact/signals";
import type { Circle, Conversation } from "../../client/records.ts";
import { Dialog } from "../dialog/dialog.tsx";
import { trying } from "../dialog/toast.tsx";
import { Button, Icon, IconButton } from "../parts/parts.tsx";
import { circles, client } from "../state.ts";
import { line } from "../text.ts";
import { say } from "../words/words.ts";

export function CirclesOf({ conversation }: { conversation: Conversation }) {
  const name = useSignal("");
  const add = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!line(name.value)) return;
    const made = await trying(client().editCircle({ name: line(name.value), conversations: [conversation.id] }));
    if (made) name.value = "";
  };
  const toggle = (circle: Circle) => {
    const inside = circle.conversations.includes(conversation.id);
    const its = inside
      ? circle.conversations.filter((one) => one !== conversation.id)
      : [...circle.conversations, conversation.id];
    trying(client().editCircle({ id: circle.id, name: circle.name, conversations: its }));
  };
  return (
    <Dialog title={say("editCircles")}>
      <p>{say("circlesHint")}</p>
      <ul class="picks">
        {circles.value.map((circle) => {
          const inside = circle.conversations.includes(conversation.id);
          return (
            <li key={circle.id} class="besides">
              <button type="button" class="pick" role="checkbox" aria-checked={inside} onClick={() => toggle(circle)}>
                <span class="ck">
                  <Icon name="check" />
                </span>
                <span class="t grow cut">
                  <bdi>{line(circle.name)}</bdi>
                </span>
              </button>
              <IconButton
                icon="trash"
                label={say("deleteCircle") + ": " + line(circle.name)}
                onClick={() => trying(client().removeCircle(circle.id))}
              />
            </li>
          );
        })}
      </ul>
      {circles.value.length === 0 && <p class="quiet">{say("noCircles")}</p>}
      <form class="field" onSubmit={add}>
        <label for="circle">{say("newCircle")}</label>
        <span class="together">
          <input
            class="inp"
            id="circle"
            autocomplete="off"
            maxLength={64}
            placeholder={say("circleName")}
            value={name.value}
            onInput={(event) => (name.value = event.currentTarget.value)}
          />
          <Button type="submit" disabled={!line(name.value)}>{say("add")}</Button>
        </span>
      </form>
    </Dialog>
  );
}
