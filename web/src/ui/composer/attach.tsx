/** What can be added to a message: the menu, and files that were chosen, pasted or dropped. */
import { h } from "preact";
import type { Conversation } from "../../client/records.ts";
import { openDialog } from "../dialog/dialog.tsx";
import { type Item, openMenu } from "../dialog/menu.tsx";
import { notify } from "../dialog/toast.tsx";
import { later } from "../parts/later.tsx";
import { say } from "../words/words.ts";
import { send } from "./send.tsx";

const Files = later(() => import("../more.ts").then((all) => all.Files));
const ChooseContact = later(() => import("../more.ts").then((all) => all.ChooseContact));
const WritePost = later(() => import("../more.ts").then((all) => all.WritePost));
const Pay = later(() => import("../more.ts").then((all) => all.Pay));

/** Shows files before they are sent. */
export function offer(conversation: Conversation, files: readonly File[], asFiles = false): void {
  openDialog(h(Files, { conversation, files, asFiles }));
}

export function chooseFiles(accept: string, then: (files: readonly File[]) => void): void {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.accept = accept;
  input.onchange = () => then([...input.files ?? []]);
  input.click();
}

function sendPlace(conversation: Conversation): void {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) =>
      send(conversation, { kind: "place", latitude: coords.latitude, longitude: coords.longitude }, () => {}),
    () => notify(say("placeRefused")),
    { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
  );
}

export function attachMenu(conversation: Conversation, at: Element): void {
  const items: Item[] = [
    {
      icon: "image",
      label: say("attachPicture"),
      act: () => chooseFiles("image/*,video/*", (files) => files.length > 0 && offer(conversation, files)),
    },
    {
      icon: "file",
      label: say("attachFile"),
      act: () => chooseFiles("", (files) => files.length > 0 && offer(conversation, files, true)),
    },
    { icon: "user", label: say("attachContact"), act: () => openDialog(h(ChooseContact, { conversation })) },
    { icon: "mappin", label: say("attachPlace"), act: () => sendPlace(conversation) },
    { icon: "text", label: say("attachPost"), act: () => openDialog(h(WritePost, { conversation })) },
  ];
  if (conversation.peer) {
    items.push({
      icon: "coin",
      label: say("attachPay"),
      act: () => openDialog(h(Pay, { conversation })),
    });
  }
  openMenu(say("attach"), items, at);
}
