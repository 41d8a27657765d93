/** All settings on one page; the menu leads to each part. What is changed works at once. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ComponentChildren } from "preact";
import type { Device, Settings } from "../../client/records.ts";
import { chooseFiles } from "../composer/attach.tsx";
import { ask } from "../dialog/ask.tsx";
import { Dialog, openDialog } from "../dialog/dialog.tsx";
import { notify, reason, trying } from "../dialog/toast.tsx";
import { Avatar, Button, Choice, Head, Icon, Name, Switch } from "../parts/parts.tsx";
import { squared } from "../parts/picture-file.ts";
import { ago, daysBetween, size } from "../dates.ts";
import { account, client, go, now, people, phone, route, settings } from "../state.ts";
import { line } from "../text.ts";
import { say } from "../words/words.ts";
import { failureOf } from "../worker.ts";
import { Balance } from "./balance.tsx";
import { LinkOther } from "./link-other.tsx";
import { PinDialog } from "./pin.tsx";
import type { Section } from "./menu.tsx";

export function SettingsPage() {
  const page = useRef<HTMLDivElement>(null);
  const section = route.value.section;
  useEffect(() => {
    if (section) page.current?.querySelector(`#at-${CSS.escape(section)}`)?.scrollIntoView({ block: "start" });
  }, [section]);
  return (
    <section aria-label={say("settings")}>
      {phone.value && <Head title={say("settings")} onBack={() => go({ mode: "settings" })} />}
      <div class="scroll" tabIndex={0} role="region" aria-label={say("allSettings")} ref={page}>
        <div class="page">
          {!phone.value && <h1 class="vh">{say("settings")}</h1>}
          <Profile />
          <Part id="balance" title={say("balance")}>
            <Balance />
          </Part>
          <Devices />
          <Privacy />
          <Notifications />
          <Appearance />
          <Storage />
        </div>
      </div>
    </section>
  );
}

function Part(
  { id, title, hint, children }: { id: Section; title: string; hint?: string; children: ComponentChildren },
) {
  return (
    <section id={`at-${id}`} aria-label={title}>
      <h2>{title}</h2>
      {hint && <p class="hint">{hint}</p>}
      {children}
    </section>
  );
}

function Line(
  { title, text, id, children }: {
    title: ComponentChildren;
    text?: ComponentChildren;
    id?: string;
    children?: ComponentChildren;
  },
) {
  return (
    <div class="row">
      <span class="grow">
        <span class="t" id={id}>{title}</span>
        {text && (
          <>
            <br />
            <span class="d">{text}</span>
          </>
        )}
      </span>
      {children}
    </div>
  );
}

function set(change: Partial<Settings>): void {
  // Shown at once; the worker tells it again when it is kept.
  settings.value = { ...settings.value, ...change };
  trying(client().settings(change));
}

const LONGEST_NAME = 64;
const LONGEST_ABOUT = 140;

function Profile() {
  const me = account.value;
  const name = useSignal(me?.name ?? "");
  const about = useSignal(me?.biography ?? "");
  if (!me) return null;
  const keep = async () => {
    const change = {
      ...(line(name.value) && line(name.value) !== me.name ? { name: line(name.value) } : {}),
      ...(about.value !== me.biography ? { biography: about.value } : {}),
    };
    if (Object.keys(change).length === 0) return;
    if (await trying(client().profile(change))) notify(say("saved"));
  };
  const picture = () =>
    chooseFiles("image/*", async ([file]) => {
      const blob = file && await squared(file, 512);
      if (blob) trying(client().profile({ picture: blob }));
    });
  return (
    <Part id="profile" title={say("profile")} hint={say("profileHint")}>
      <form
        class="card form"
        onSubmit={(event) => {
          event.preventDefault();
          keep();
        }}
      >
        <div class="together mid">
          <Avatar id={me.userId} name={me.name} picture={me.picture} size={72} />
          <Button onClick={picture}>{say("changePicture")}</Button>
        </div>
        <div class="field">
          <label for="my-name">{say("name")}</label>
          <input
            class="inp"
            id="my-name"
            dir="auto"
            autocomplete="name"
            maxLength={LONGEST_NAME}
            value={name.value}
            onInput={(event) => (name.value = event.currentTarget.value)}
            onBlur={keep}
          />
        </div>
        <div class="field">
          <label for="my-about">{say("aboutYou")}</label>
          <input
            class="inp"
            id="my-about"
            dir="auto"
            autocomplete="off"
            maxLength={LONGEST_ABOUT}
            value={about.value}
            onInput={(event) => (about.value = event.currentTarget.value)}
            onBlur={keep}
          />
          <span class="hint num">{say("ofLength", { n: about.value.length, most: LONGEST_ABOUT })}</span>
        </div>
        <button type="submit" hidden />
      </form>
    </Part>
  );
}

const LONG_UNSEEN = 30;

function Devices() {
  const devices = useSignal<readonly Device[] | undefined>(undefined);
  const wrong = useSignal("");
  const load = () =>
    client().devices().then((all) => (devices.value = all), (error) => (wrong.value = reason(failureOf(error))));
  useEffect(() => {
    load();
  }, [account.value?.userId]);
  const end = (device: Device) =>
    ask({
      title: say("signOutDevice", { name: line(device.name) }),
      text: say("signOutDeviceText"),
      yes: say("signOut"),
      act: async () => {
        await client().endDevice(device.sessionId);
        await load();
      },
    });
  return (
    <Part id="devices" title={say("devices")} hint={say("devicesHint")}>
      <div class="card rows">
        {wrong.value && <p class="err inset" role="alert">{wrong.value}</p>}
        {(devices.value ?? []).map((device) => {
          const days = device.lastSeen === undefined ? 0 : daysBetween(device.lastSeen, now.value);
          return (
            <div class="row" key={device.sessionId}>
              <Icon name={device.current ? "browser" : /phone|android|ios/i.test(device.name) ? "mobile" : "laptop"} />
              <span class="grow">
                <span class="t">{device.current ? say("thisDevice") : <Name of={device.name} />}</span>{" "}
                {device.current && <span class="pill good">{say("hereNow")}</span>}
                {days >= LONG_UNSEEN && <span class="pill warn">{say("notSeenDays", { n: days })}</span>}
                <br />
                <span class="d">
                  {device.current
                    ? line(device.name)
                    : device.lastSeen === undefined
                    ? say("neverSeen")
                    : say("lastActive", { when: ago(device.lastSeen, now.value) })}
                </span>
              </span>
              {!device.current && <Button kind="bad" onClick={() => end(device)}>{say("signOut")}</Button>}
            </div>
          );
        })}
        {account.value?.links !== false && (
          <button
            type="button"
            class="row"
            data-link
            onClick={() => openDialog(<LinkOther onLinked={load} />)}
          >
            <Icon name="qr" />
            <span class="t grow">{say("linkAnother")}</span>
            <Icon name="right" size={16} flip />
          </button>
        )}
      </div>
    </Part>
  );
}

function Privacy() {
  const { receipts } = settings.value;
  const blocked = [...people.value.values()].filter((one) => one.relation === "blocked");
  return (
    <Part id="privacy" title={say("privacyAndPin")}>
      <div class="card rows">
        <Line title={say("pinTitle")} text={say("pinHint")}>
          <Button onClick={() => openDialog(<PinDialog />)}>
            {account.value?.hasPin ? say("change") : say("setPin")}
          </Button>
        </Line>
        <Line title={say("readReceipts")} text={say("readReceiptsHint")} id="l-receipts">
          <Switch on={receipts} by="l-receipts" onChange={(on) => set({ receipts: on })} />
        </Line>
        <button type="button" class="row" onClick={() => openDialog(<Blocked />)}>
          <Icon name="block" />
          <span class="t grow">{say("blockedPeople")}</span>
          <span class="quiet num">{blocked.length}</span>
          <Icon name="right" size={16} flip />
        </button>
      </div>
    </Part>
  );
}

function Blocked() {
  const blocked = [...people.value.values()].filter((one) => one.relation === "blocked");
  return (
    <Dialog title={say("blockedPeople")}>
      {blocked.length === 0 && <p>{say("nobodyBlocked")}</p>}
      <ul class="picks">
        {blocked.map((one) => (
          <li class="besides" key={one.userId}>
            <span class="pick">
              <Avatar id={one.userId} name={one.name} picture={one.picture} square={one.bot} size={36} />
              <span class="t grow cut">
                <Name of={one.name} />
              </span>
            </span>
            <Button onClick={() => trying(client().setRelation(one.userId, "friend"))}>{say("unblock")}</Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function Notifications() {
  const { notify: shows, sound, groupsAll } = settings.value;
  const refused = typeof Notification !== "undefined" && Notification.permission === "denied";
  const turn = async (on: boolean) => {
    if (!on) return set({ notify: "off" });
    const permission = typeof Notification === "undefined" ? "denied" : await Notification.requestPermission();
    if (permission === "granted") set({ notify: "name" });
    else notify(say("notificationsRefused"));
  };
  return (
    <Part id="notifications" title={say("notifications")}>
      <div class="card rows">
        <Line title={say("notifyHere")} text={refused ? say("notificationsRefused") : undefined} id="l-notify">
          <Switch on={shows !== "off" && !refused} by="l-notify" onChange={turn} />
        </Line>
        {shows !== "off" && (
          <Line title={say("notificationShows")} text={say("notificationHint")}>
            <Choice
              label={say("notificationShows")}
              of={[["nothing", say("showsNothing")], ["name", say("showsName")], ["name-and-text", say("showsText")]]}
              chosen={shows}
              onChange={(one) => set({ notify: one })}
            />
          </Line>
        )}
        <Line title={say("groupsAll")} text={say("groupsAllHint")} id="l-groups">
          <Switch on={groupsAll} by="l-groups" onChange={(on) => set({ groupsAll: on })} />
        </Line>
        <Line title={say("sound")} text={say("soundHint")} id="l-sound">
          <Switch on={sound} by="l-sound" onChange={(on) => set({ sound: on })} />
        </Line>
      </div>
    </Part>
  );
}

function Appearance() {
  const { theme, language, density, keys } = settings.value;
  return (
    <Part id="appearance" title={say("appearance")}>
      <div class="card rows">
        <Line title={say("theme")}>
          <Choice
            label={say("theme")}
            of={[["system", say("themeSystem")], ["light", say("themeLight")], ["dark", say("themeDark")]]}
            chosen={theme}
            onChange={(one) => set({ theme: one })}
          />
        </Line>
        <Line title={say("languageLabel")} id="l-language">
          <select
            class="inp fit"
            aria-labelledby="l-language"
            value={language}
            onChange={(event) => set({ language: event.currentTarget.value as Settings["language"] })}
          >
            <option value="">{say("languageBrowser")}</option>
            <option value="en" lang="en">English</option>
            <option value="de" lang="de">Deutsch</option>
          </select>
        </Line>
        <Line title={say("density")}>
          <Choice
            label={say("density")}
            of={[["calm", say("densityCalm")], ["dense", say("densityDense")]]}
            chosen={density}
            onChange={(one) => set({ density: one })}
          />
        </Line>
        <Line title={say("letterKeys")} text={say("letterKeysHint")} id="l-keys">
          <Switch on={keys} by="l-keys" onChange={(on) => set({ keys: on })} />
        </Line>
      </div>
    </Part>
  );
}

interface Used {
  readonly used: number;
  readonly messages: number;
  readonly files: number;
  readonly persisted: boolean;
}

function Storage() {
  const used = useSignal<Used | undefined>(undefined);
  const load = () => client().storage().then((one) => (used.value = one), () => {});
  useEffect(() => {
    load();
  }, []);
  const free = async () => {
    const done = await trying(client().freeSpace().then(() => true));
    if (done) notify(say("freed"));
    await load();
  };
  return (
    <Part id="storage" title={say("storage")} hint={say("storageHint")}>
      <div class="card rows">
        <div class="row">
          <span class="grow">
            <span class="t num">
              {used.value ? say("storageUsed", { size: size(used.value.used) }) : say("loading")}
            </span>
            <br />
            {used.value && (
              <span class="d">
                {say("storageParts", { messages: size(used.value.messages), files: size(used.value.files) })}.{" "}
                {used.value.persisted ? say("keptWhenShort") : say("notKeptWhenShort")}
              </span>
            )}
          </span>
          <Button onClick={free}>{say("freeSpace")}</Button>
        </div>
      </div>
    </Part>
  );
}
