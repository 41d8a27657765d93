/** How far one's own message is: four shapes, told without colour, and hidden text for those who listen. */
import type { Tick as State } from "../../client/records.ts";
import { Hidden, Icon } from "./parts.tsx";
import { say } from "../words/words.ts";

const SHAPE: { readonly [S in State]: readonly [string, string] } = {
  sending: ["clock", ""],
  sent: ["check", "tick"],
  delivered: ["check2", "tick"],
  read: ["seen", "tick seen"],
  failed: ["alert", "alert"],
};

export function Tick({ state }: { state: State }) {
  const [icon, more] = SHAPE[state];
  return (
    <>
      <Icon name={icon} {...(more ? { more } : {})} />
      <Hidden>{tickWords(state)}</Hidden>
    </>
  );
}

export function tickWords(state: State): string {
  switch (state) {
    case "sending":
      return say("sending");
    case "sent":
      return say("sent");
    case "delivered":
      return say("delivered");
    case "read":
      return say("read");
    case "failed":
      return say("failed");
  }
}
