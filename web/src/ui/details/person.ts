/** Opens what there is to know of a person, from a mention or a member. */
import { h } from "preact";
import type { UserId } from "../../client/records.ts";
import { openDialog } from "../dialog/dialog.tsx";
import { trying } from "../dialog/toast.tsx";
import { later } from "../parts/later.tsx";
import { client, go } from "../state.ts";

const PersonDialog = later(() => import("../more.ts").then((all) => all.PersonDialog));

export function openPerson(userId: UserId): void {
  openDialog(h(PersonDialog, { userId }));
}

export async function openDirect(userId: UserId): Promise<void> {
  const conversation = await trying(client().openDirect(userId));
  if (conversation) go({ conversation: conversation.id, mode: "list", side: false });
}
