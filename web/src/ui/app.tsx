/** The whole page: what leads in, or the three panes, with what lies over them. */
import { useEffect } from "preact/hooks";
import { Dialogs } from "./dialog/dialog.tsx";
import { Menus } from "./dialog/menu.tsx";
import { Notices } from "./dialog/toast.tsx";
import { List } from "./list/list.tsx";
import { MainPane } from "./main-pane.tsx";
import { later } from "./parts/later.tsx";
import { Button, Icon } from "./parts/parts.tsx";
import { pane } from "./route.ts";
import {
  account,
  accounts,
  detailsWanted,
  open,
  phase,
  phone,
  route,
  signedOut,
  unreadConversations,
  wide,
} from "./state.ts";
import { line } from "./text.ts";
import { say } from "./words/words.ts";
import { focusField } from "./keys.ts";

const WayIn = later(() => import("./way-in/way-in.tsx").then((module) => module.WayInPage));
const Details = later(() => import("./more.ts").then((all) => all.Details));
const Search = later(() => import("./more.ts").then((all) => all.Search));
const NewConversation = later(() => import("./more.ts").then((all) => all.NewConversation));
const NewGroup = later(() => import("./more.ts").then((all) => all.NewGroup));
const SettingsMenu = later(() => import("./more.ts").then((all) => all.SettingsMenu));
const SettingsPage = later(() => import("./more.ts").then((all) => all.SettingsPage));
const SignedOut = later(() => import("./way-in/signed-out.tsx").then((module) => module.SignedOut));

export function App() {
  useEffect(() => {
    const others = unreadConversations.value;
    const name = open.value ? line(open.value.name) : account.value ? line(account.value.name) : "";
    document.title = others > 0 && name
      ? say("titleUnread", { name, n: others })
      : name
      ? `${name}, Hearth`
      : say("hearth");
    const badges = navigator as { setAppBadge?: (count: number) => Promise<void>; clearAppBadge?: () => Promise<void> };
    (others > 0 ? badges.setAppBadge?.(others) : badges.clearAppBadge?.())?.catch(() => {});
  }, [unreadConversations.value, open.value?.name, account.value?.name]);
  return (
    <>
      <Whole />
      <Dialogs />
      <Notices />
    </>
  );
}

function Whole() {
  if (signedOut.value) return <SignedOut />;
  switch (phase.value.is) {
    case "starting":
      return <Starting />;
    case "broken":
      return <Broken />;
    case "way-in":
      return <WayIn step={phase.value.step} />;
    case "in":
      return accounts.value.length > 0 ? <Panes /> : <Starting />;
  }
}

function Starting() {
  return (
    <main class="full" aria-busy="true">
      <div class="void late" role="status" aria-label={say("loading")}>
        <Icon name="flame" more="art ember" />
      </div>
    </main>
  );
}

function Broken() {
  return (
    <main class="full">
      <div class="void" role="alert">
        <Icon name="flame" more="art" />
        <h1>{say("pageBroken")}</h1>
        <p>{say("pageBrokenText")}</p>
        <Button kind="prime" onClick={() => location.reload()}>{say("reload")}</Button>
      </div>
    </main>
  );
}

function Panes() {
  const here = route.value;
  const shown = pane(here);
  const settings = here.mode === "settings";
  const detailsFit = !settings && open.value !== undefined;
  const third = wide.value && detailsWanted.value && detailsFit;
  const side = third || (here.side && detailsFit);
  const lead = (name: "list" | "main" | "side") => phone.value && shown === name;
  return (
    <>
      {detailsFit && shown === "main" && (
        <a
          class="skip"
          href="#write"
          onClick={(event) => {
            event.preventDefault();
            focusField();
          }}
        >
          {say("skip")}
        </a>
      )}
      <div class={"app" + (third ? " three" : "")} data-pane={shown}>
        <div class="list" role={lead("list") ? "main" : undefined}>
          <ListPane />
        </div>
        <div class="main" role={phone.value && !lead("main") ? undefined : "main"} id="main">
          {settings ? <SettingsPage /> : <MainPane />}
          <Menus />
        </div>
        {side && (
          <div class="side" role={lead("side") ? "main" : "complementary"} aria-label={say("details")}>
            <Details />
          </div>
        )}
      </div>
    </>
  );
}

function ListPane() {
  switch (route.value.mode) {
    case "list":
      return <List />;
    case "search":
      return <Search />;
    case "new":
      return <NewConversation />;
    case "new-group":
      return <NewGroup />;
    case "settings":
      return <SettingsMenu />;
  }
}
