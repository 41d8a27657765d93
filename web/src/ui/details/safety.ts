/** Opens the safety number; its code and the drawing of QR codes are loaded with the first one. */
import { h } from "preact";
import type { UserId } from "../../client/records.ts";
import { openDialog } from "../dialog/dialog.tsx";
import { later } from "../parts/later.tsx";

const SafetyNumber = later(() => import("../more.ts").then((all) => all.SafetyNumber));

export function openSafetyNumber(userId: UserId, name: string): void {
  openDialog(h(SafetyNumber, { userId, name }));
}
