/** Dialogs of a message: where to forward it, and what is known of it. */
import { useState } from "preact/hooks";
import type { Conversation, Message } from "../../client/records.ts";
import { closeDialog, Dialog } from "../dialog/dialog.tsx";
import { notify, trying } from "../dialog/toast.tsx";
import { Avatar, Icon, Name } from "../parts/parts.tsx";
import { tickWords } from "../parts/tick.tsx";
import { moment } from "../dates.ts";
import { client, inOrder } from "../state.ts";
import { line } from "../text.ts";
import { privacy } from "../trust.ts";
import { say } from "../words/words.ts";

export function forwardDialog(messages: readonly Message[]) {
  return <Forward messages={messages} />;
}

export function messageDialog(message: Message) {
  return <Known message={message} />;
}

function Forward({ messages }: { messages: readonly Message[] }) {
  const [word, setWord] = useState("");
  const fits = inOrder.value.filter((one) =>
    one.role !== "left" && line(one.name).toLocaleLowerCase().includes(word.trim().toLocaleLowerCase())
  );
  const send = async (to: Conversation) => {
    const from = messages[0]!.conversation;
    const sent = await trying(
      client().send(to.id, { kind: "forward", from, messages: messages.map((one) => one.id) }, to.trust),
    );
    if (!sent) return;
    closeDialog();
    notify(say("forwarded"));
  };
  return (
    <Dialog title={say("chooseConversation")}>
      <div class="find">
        <Icon name="search" size={16} />
        <input
          type="search"
          aria-label={say("search")}
          value={word}
          onInput={(event) => setWord(event.currentTarget.value)}
          autocomplete="off"
        />
      </div>
      <ul class="picks">
        {fits.map((one) => (
          <li key={one.id}>
            <button type="button" class="pick" onClick={() => send(one)}>
              <Avatar
                id={one.peer ?? one.id}
                name={one.name}
                picture={one.picture}
                square={one.kind === "group" || one.bot}
                size={36}
              />
              <span class="t grow cut">
                <Name of={one.name} />
              </span>
              {privacy(one).warn && (
                <span class="pill warn">
                  <Icon name={privacy(one).icon} />
                  {privacy(one).words}
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function Known({ message }: { message: Message }) {
  return (
    <Dialog title={say("messageDetails")}>
      <dl class="kv">
        <dt>{say("name")}</dt>
        <dd>{message.mine ? say("you") : <Name of={message.authorName} />}</dd>
        <dt>{say("messageSentAt")}</dt>
        <dd>{moment(message.at)}</dd>
        {message.tick && (
          <>
            <dt>{say("messageState")}</dt>
            <dd>{tickWords(message.tick)}</dd>
          </>
        )}
        <dt>{say("privacy")}</dt>
        <dd>{message.encrypted ? say("endToEnd") : say("notEncrypted")}</dd>
        {message.disappearsAt !== undefined && (
          <>
            <dt>{say("messageDisappears")}</dt>
            <dd>{moment(message.disappearsAt)}</dd>
          </>
        )}
      </dl>
    </Dialog>
  );
}
