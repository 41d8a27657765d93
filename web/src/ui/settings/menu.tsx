/** The menu of the settings, in the place of the list. */
import { useEffect } from "preact/hooks";
import { ask } from "../dialog/ask.tsx";
import { openKeyTable } from "../keys.ts";
import { Avatar, Button, Head, Icon, Label, Name } from "../parts/parts.tsx";
import { account, accounts, client, go, hrefTo, phase, phone, route, server } from "../state.ts";
import { trying } from "../dialog/toast.tsx";
import { forgetDrafts } from "../composer/drafts.ts";
import { type Key, say } from "../words/words.ts";

export type Section = "profile" | "balance" | "devices" | "privacy" | "notifications" | "appearance" | "storage";

export const SECTIONS: readonly (readonly [Section, string, Key])[] = [
  ["profile", "user", "profile"],
  ["balance", "coin", "balance"],
  ["devices", "laptop", "devices"],
  ["privacy", "key", "privacyAndPin"],
  ["notifications", "bell", "notifications"],
  ["appearance", "sun", "appearance"],
  ["storage", "database", "storage"],
];

export function signOutHere(): void {
  const me = account.value;
  if (!me) return;
  ask({
    title: say("signOutTitle"),
    text: say("signOutText"),
    yes: say("signOut"),
    act: async () => {
      await client().signOut(me.userId);
      go({ mode: "list", conversation: undefined }, "instead");
    },
  });
}

export function SettingsMenu() {
  const me = account.value;
  const chosen = route.value.section ?? (phone.value ? undefined : "profile");
  const others = accounts.value.filter((one) => one.userId !== me?.userId);
  useEffect(() => document.querySelector<HTMLElement>(".navlist a")?.focus({ preventScroll: true }), []);
  const use = (userId: string) => {
    forgetDrafts();
    go({ mode: "list", conversation: undefined, side: false }, "instead");
    trying(client().use(userId));
  };
  return (
    <section aria-label={say("settingsMenu")}>
      <Head title={say("settings")} back={say("backToList")} onBack={() => go({ mode: "list" })} />
      <div class="scroll">
        {me && (
          <a class="row tall" href={hrefTo({ mode: "settings", section: "profile" })}>
            <Avatar id={me.userId} name={me.name} picture={me.picture} size={56} />
            <span class="grow">
              <span class="t">
                <Name of={me.name} />
              </span>
              <br />
              <span class="d num">{say("hearthId", { number: me.number })}</span>
            </span>
            <Icon name="right" size={16} flip />
          </a>
        )}
        <nav class="navlist" aria-label={say("settings")}>
          {SECTIONS.map(([id, icon, word]) => (
            <a
              key={id}
              href={hrefTo({ mode: "settings", section: id })}
              aria-current={chosen === id ? "page" : undefined}
            >
              <Icon name={icon} />
              {say(word)}
            </a>
          ))}
          <button type="button" onClick={openKeyTable}>
            <Icon name="keyboard" />
            {say("keyboard")}
            <kbd aria-hidden="true">?</kbd>
          </button>
        </nav>
        <Label>{say("accounts")}</Label>
        <div class="convs">
          {others.map((one) => (
            <button
              type="button"
              class="pick"
              key={one.userId}
              onClick={() => use(one.userId)}
              aria-label={say("switchTo", { name: one.name })}
            >
              <Avatar id={one.userId} name={one.name} picture={one.picture} size={36} />
              <span class="t grow cut">
                <Name of={one.name} />
              </span>
              {one.unread > 0 && <span class="count">{one.unread}</span>}
            </button>
          ))}
          <button type="button" class="pick" onClick={() => (phase.value = { is: "way-in", step: { to: "choose" } })}>
            <span class="av s36 t1" aria-hidden="true">
              <Icon name="plus" />
            </span>
            <span class="t">{say("addAccount")}</span>
          </button>
        </div>
        <div class="ending">
          <Button kind="bad" onClick={signOutHere}>
            <Icon name="signout" flip />
            {say("signOutHere")}
          </Button>
          <p class="hint">{say("version", { server: server.value })}</p>
        </div>
      </div>
    </section>
  );
}
