/** A link to a group or a person: who it is, before one joins or writes. */
import { closeDialog, Dialog, openDialog } from "../dialog/dialog.tsx";
import { trying } from "../dialog/toast.tsx";
import { openDirect } from "../details/person.ts";
import { Avatar, Button, Name } from "../parts/parts.tsx";
import { client, go } from "../state.ts";
import { line } from "../text.ts";
import type { Conversation } from "../../client/records.ts";
import { say } from "../words/words.ts";

export async function openGroupCode(code: string): Promise<void> {
  const found = await trying(client().code(code));
  if (!found) return;
  if (found.person) await openDirect(found.person.userId);
  else if (found.group && found.joined) go({ conversation: found.group.id, mode: "list", side: false });
  else if (found.group) openDialog(<JoinGroup code={code} group={found.group} />);
}

function JoinGroup({ code, group }: { code: string; group: Conversation }) {
  const join = async () => {
    const joined = await trying(client().joinGroup(code));
    if (!joined) return;
    closeDialog();
    go({ conversation: joined.id, mode: "list", side: false });
  };
  return (
    <Dialog title={say("joinGroupTitle", { name: line(group.name) })} head="plain">
      <div class="hero">
        <Avatar id={group.id} name={group.name} picture={group.picture} square size={72} />
        <h3>
          <Name of={group.name} />
        </h3>
        {group.members !== undefined && <p>{say("people", { n: group.members })}</p>}
        {group.announcement && <p dir="auto">{line(group.announcement)}</p>}
      </div>
      <div class="btns">
        <Button onClick={closeDialog}>{say("cancel")}</Button>
        <Button kind="prime" onClick={join}>{say("join")}</Button>
      </div>
    </Dialog>
  );
}
