/** Sending: with the trust that the screen shows, and not before a changed identity is decided on. */
import type { Conversation, Outgoing } from "../../client/records.ts";
import { openSafetyNumber } from "../details/safety.ts";
import { closeDialog, Dialog, openDialog } from "../dialog/dialog.tsx";
import { complain, trying } from "../dialog/toast.tsx";
import { jumpToEnd } from "../log/loaded.ts";
import { Button, Icon, Name, Sentence } from "../parts/parts.tsx";
import { client, conversations } from "../state.ts";
import { line } from "../text.ts";
import { say } from "../words/words.ts";
import { failureOf } from "../worker.ts";

/** @param undone is called when nothing was sent, so that what was written isn't lost */
export async function send(conversation: Conversation, message: Outgoing, undone: () => void): Promise<void> {
  if (conversation.trust === "changed") {
    openDialog(<Changed conversation={conversation} message={message} undone={undone} />);
    return;
  }
  try {
    await client().send(conversation.id, message, conversation.trust);
    await jumpToEnd();
  } catch (error) {
    complain(failureOf(error));
    undone();
  }
}

function Changed(
  { conversation, message, undone }: { conversation: Conversation; message: Outgoing; undone: () => void },
) {
  const { peer, name, id } = conversation;
  const leave = () => {
    closeDialog();
    undone();
  };
  const anyway = async () => {
    if (!peer) return;
    const done = await trying(client().acceptIdentity(peer).then(() => true));
    if (!done) return;
    closeDialog();
    const trust = conversations.value.get(id)?.trust;
    await send({ ...conversation, trust: trust && trust !== "changed" ? trust : "encrypted" }, message, undone);
  };
  return (
    <Dialog title={say("sendToNew", { name: line(name) })} head="plain" risky onClose={leave}>
      <p>
        <Sentence of="sendToNewText" name={<Name of={name} />} />
      </p>
      <p class="note">
        <Icon name="clock" />
        <span>{say("waitsHere")}</span>
      </p>
      <div class="btns">
        <Button onClick={leave}>{say("dontSend")}</Button>
        <Button onClick={anyway}>{say("sendAnyway")}</Button>
        <Button
          kind="prime"
          autoFocus
          onClick={() => {
            leave();
            if (peer) openSafetyNumber(peer, name);
          }}
        >
          {say("compareFirst")}
        </Button>
      </div>
    </Dialog>
  );
}
