/** Opens a picture large; the code for it comes with the first one. */
import { h } from "preact";
import type { MessageId } from "../../client/records.ts";
import { openDialog } from "../dialog/dialog.tsx";
import { later } from "../parts/later.tsx";

const Lightbox = later(() => import("../more.ts").then((all) => all.Lightbox));

export function openLightbox(message: MessageId): void {
  openDialog(h(Lightbox, { message }));
}
