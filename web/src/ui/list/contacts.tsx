/** A user's contacts, people first and then bots; pressing one opens the conversation with it. */
import type { Person } from "../../client/records.ts";
import { openDirect } from "../details/person.ts";
import { Avatar, Icon, Label, Name } from "../parts/parts.tsx";
import { people, server } from "../state.ts";
import { line } from "../text.ts";
import { say } from "../words/words.ts";
import { byName } from "./choose-people.tsx";

export function contacts(): readonly Person[] {
  return [...people.value.values()].filter((one) => one.relation === "friend").sort(byName);
}

export function Contacts({ of }: { of: readonly Person[] }) {
  const humans = of.filter((one) => !one.bot);
  const bots = of.filter((one) => one.bot);
  return (
    <>
      {humans.length > 0 && <Group title={say("peopleOn", { server: server.value })} of={humans} />}
      {bots.length > 0 && <Group title={say("bots")} of={bots} />}
    </>
  );
}

function Group({ title, of }: { title: string; of: readonly Person[] }) {
  return (
    <>
      <Label>{title}</Label>
      <div class="convs">
        {of.map((person) => (
          <button
            type="button"
            class="pick"
            key={person.userId}
            onClick={() => openDirect(person.userId)}
          >
            <Avatar id={person.userId} name={person.name} picture={person.picture} square={person.bot} />
            <span class="grow">
              <span class="t cut">
                <Name of={person.name} />
              </span>
              <span class="d num cut">
                {person.bot && person.biography ? line(person.biography) : say("hearthId", { number: person.number })}
              </span>
            </span>
            {person.trust === "verified" && (
              <span class="pill good">
                <Icon name="verified" />
                {say("compared")}
              </span>
            )}
          </button>
        ))}
      </div>
    </>
  );
}
