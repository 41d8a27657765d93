/** Opens the safety number; its code and the drawing of QR codes are loaded with the first one. */
import { h } from "preact";
import type { UserId } from "../../client/records.ts";
import { openDialog } from "../dialog/dialog.tsx";
import { later } from "../parts/later.tsx";

const SafetyNumber = later(() => import("./safety-number.tsx").then((module) => module.SafetyNumber));

export function openSafetyNumber(userId: UserId, name: string): void {
  openDialog(h(SafetyNumber, { userId, name }));
}
