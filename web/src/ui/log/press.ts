/** What a button of a card or a bot does: send text, open a conversation, or open a page; where it leads is always shown. */
import type { Button, Message } from "../../client/records.ts";
import { ask } from "../dialog/ask.tsx";
import { notify, trying } from "../dialog/toast.tsx";
import { openDirect } from "../details/person.ts";
import { openGroupCode } from "../way-in/group-code.tsx";
import { client, open } from "../state.ts";
import { host, misleads, web } from "../text.ts";
import { say } from "../words/words.ts";

export type Leads =
  | { readonly to: "text" }
  | { readonly to: "page"; readonly address: string; readonly host: string }
  | { readonly to: "person"; readonly userId: string }
  | { readonly to: "code"; readonly code: string }
  | { readonly to: "nothing" };

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

export function leads(action: string): Leads {
  if (action.startsWith("input:")) return { to: "text" };
  const person = action.match(new RegExp(`^mixin://users/(${UUID})`, "i"));
  if (person) return { to: "person", userId: person[1]!.toLowerCase() };
  const code = action.match(new RegExp(`^(?:mixin://|${location.origin}/)codes/(${UUID})`, "i"));
  if (code) return { to: "code", code: code[1]!.toLowerCase() };
  const address = web(action);
  return address ? { to: "page", address, host: host(address) } : { to: "nothing" };
}

export function press(message: Message, button: Button): void {
  const to = leads(button.action);
  switch (to.to) {
    case "text":
      trying(
        client().send(
          message.conversation,
          { kind: "press", message: message.id, label: button.label },
          open.value?.trust ?? "plain",
        ),
      );
      return;
    case "person":
      openDirect(to.userId);
      return;
    case "code":
      openGroupCode(to.code);
      return;
    case "page":
      if (misleads(button.label, to.address)) {
        ask({
          title: say("openLinkTitle", { host: to.host }),
          text: say("openLinkText", { host: to.host }),
          yes: say("openLink", { host: to.host }),
          kind: "prime",
          act: () => visit(to.address),
        });
      } else visit(to.address);
      return;
    case "nothing":
      notify(say("actionUnsupported"));
  }
}

function visit(address: string): void {
  globalThis.open(address, "_blank", "noopener,noreferrer");
}
