/** Where the page begins: with the conversations, or with the way that a link opened. */
import { notify, reason } from "../dialog/toast.tsx";
import { accounts, client, currentUser, phase } from "../state.ts";
import type { Entrance } from "../route.ts";
import { failureOf } from "../worker.ts";
import { openGroupCode } from "./group-code.tsx";

export async function afterStart(way: Entrance | undefined, signedIn: boolean): Promise<void> {
  if (way?.to === "join") {
    phase.value = { is: "way-in", step: { to: "join", code: way.code } };
    return;
  }
  if (way?.to === "sign-in") {
    await signInAtOnce(way.number, way.code, signedIn);
    return;
  }
  phase.value = signedIn ? { is: "in" } : { is: "way-in", step: { to: "choose" } };
  if (way?.to === "code" && signedIn) openGroupCode(way.code);
}

/** A link that signs in asks no questions. */
async function signInAtOnce(number: string, code: string, signedIn: boolean): Promise<void> {
  // The same link opened again, as from a bookmark, leads to the account that is here.
  const here = accounts.value.find((one) => one.number === number);
  phase.value = { is: "way-in", step: { to: "sign-in", number, code } };
  try {
    const account = await client().signIn(number, code);
    welcome(account.userId);
  } catch (error) {
    if (here) {
      await client().use(here.userId);
      welcome(here.userId);
    } else if (signedIn) {
      phase.value = { is: "in" };
      notify(reason(failureOf(error)));
    } else {
      phase.value = { is: "way-in", step: { to: "code" } };
      notify(reason(failureOf(error)));
    }
  }
}

/** After signing in: the worker tells the account by itself, before or after it answers. */
export function welcome(userId: string): void {
  currentUser.value = userId;
  phase.value = { is: "in" };
}
