/** Joining by an invitation: a name, a picture, and in. */
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { Failure, Invitation } from "../../client/records.ts";
import { reason } from "../dialog/toast.tsx";
import { Avatar, Button, Icon, Name, Sentence } from "../parts/parts.tsx";
import { squared } from "../parts/picture-file.ts";
import { chooseFiles } from "../composer/attach.tsx";
import { account, client, go, phase, settings } from "../state.ts";
import { line } from "../text.ts";
import { say } from "../words/words.ts";
import { failureOf } from "../worker.ts";
import { asPicture, type Drawing, DRAWINGS, Fire } from "./drawings.tsx";
import { welcome } from "./entrances.tsx";
import { goTo, Leave } from "./way-in.tsx";

const LONGEST_NAME = 64;

type Chosen =
  | { readonly is: "drawing"; readonly drawing: Drawing }
  | { readonly is: "file"; readonly blob: Blob; readonly address: string }
  | { readonly is: "initials" };

export function Join({ code }: { code: string }) {
  const invitation = useSignal<Invitation | undefined>(undefined);
  const failure = useSignal<Failure | undefined>(undefined);
  const step = useSignal<1 | 2 | 3>(1);
  const name = useSignal("");
  const chosen = useSignal<Chosen>({ is: "drawing", drawing: DRAWINGS[0]! });
  useEffect(() => {
    client().invitation(code).then((one) => (invitation.value = one), (error) => (failure.value = failureOf(error)));
  }, [code]);

  if (failure.value) {
    return (
      <>
        <Icon name="flame" more="mark" />
        <div class="stack2">
          <h1 tabIndex={-1}>{reason(failure.value)}</h1>
          <p class="lead">{say("askAgain")}.</p>
        </div>
        <Button kind="prime wide" onClick={() => goTo({ to: "choose" })}>{say("haveAccount")}</Button>
        <Leave />
      </>
    );
  }
  if (!invitation.value) {
    return (
      <div class="late" role="status" aria-label={say("loading")}>
        <Icon name="flame" more="mark" />
      </div>
    );
  }
  return (
    <>
      {step.value === 1 && (
        <NameStep
          invitation={invitation.value}
          name={name.value}
          onName={(one) => (name.value = one)}
          onNext={() => (step.value = 2)}
        />
      )}
      {step.value === 2 && (
        <PictureStep
          code={code}
          name={line(name.value)}
          chosen={chosen.value}
          onChoose={(one) => (chosen.value = one)}
          onDone={() => (step.value = 3)}
        />
      )}
      {step.value === 3 && <DoneStep />}
      <ol class="steps" aria-label={say("step")}>
        {[1, 2, 3].map((one) => (
          <li
            key={one}
            class={one <= step.value ? "on" : undefined}
            aria-current={one === step.value ? "step" : undefined}
          />
        ))}
      </ol>
    </>
  );
}

function NameStep({ invitation, name, onName, onNext }: {
  invitation: Invitation;
  name: string;
  onName: (name: string) => void;
  onNext: () => void;
}) {
  const next = (event: SubmitEvent) => {
    event.preventDefault();
    if (line(name)) onNext();
  };
  useEffect(() => document.getElementById("join-name")?.focus(), []);
  return (
    <>
      <Fire />
      <form class="stack5" onSubmit={next}>
        <div class="stack2">
          <h1>
            {invitation.inviter
              ? (
                <Sentence
                  of="invitedBy"
                  name={<Name of={invitation.inviter} />}
                  server={<bdi>{invitation.server}</bdi>}
                />
              )
              : <Sentence of="invited" server={<bdi>{invitation.server}</bdi>} />}
          </h1>
          <p class="lead">{say("inviteLead")}</p>
        </div>
        <div class="field">
          <label for="join-name">{say("whatName")}</label>
          <input
            class="inp"
            id="join-name"
            autocomplete="name"
            dir="auto"
            maxLength={LONGEST_NAME}
            aria-describedby="join-name-hint"
            value={name}
            onInput={(event) => onName(event.currentTarget.value)}
          />
          <span class="hint" id="join-name-hint">{say("whatNameHint")}</span>
        </div>
        <Button kind="prime wide" type="submit" disabled={!line(name)}>{say("continue")}</Button>
        <p class="middle quiet">
          {say("haveAccount")}{" "}
          <Button kind="text" onClick={() => goTo({ to: "link" })}>{say("linkThisBrowser")}</Button>
        </p>
        <Leave />
      </form>
    </>
  );
}

function PictureStep({ code, name, chosen, onChoose, onDone }: {
  code: string;
  name: string;
  chosen: Chosen;
  onChoose: (chosen: Chosen) => void;
  onDone: () => void;
}) {
  const wrong = useSignal("");
  const join = async (without: boolean) => {
    try {
      const picture = without || chosen.is === "initials"
        ? undefined
        : chosen.is === "file"
        ? chosen.blob
        : await asPicture(chosen.drawing);
      await client().join(code, name, picture);
      onDone();
    } catch (error) {
      wrong.value = reason(failureOf(error));
    }
  };
  const upload = () =>
    chooseFiles("image/*", async ([file]) => {
      const blob = file && await squared(file, 512);
      if (blob) onChoose({ is: "file", blob, address: URL.createObjectURL(blob) });
    });
  const options: readonly (readonly [Chosen, string])[] = [
    ...DRAWINGS.map((drawing) => [{ is: "drawing", drawing }, say(drawing.name)] as const),
    [{ is: "initials" }, say("pictureInitials")],
  ];
  const isChosen = (one: Chosen) =>
    one.is === chosen.is && (one.is !== "drawing" || chosen.is !== "drawing" || one.drawing === chosen.drawing);
  return (
    <div class="stack5">
      <Icon name="flame" more="mark" />
      <div class="stack2">
        <h1>{say("pictureTitle")}</h1>
        <p class="lead">{say("pictureLead")}</p>
      </div>
      <span class="middle">
        <Shown chosen={chosen} name={name} size={96} />
      </span>
      <div class="pickpic" role="radiogroup" aria-label={say("picture")}>
        {options.map(([one, words], at) => (
          <button
            type="button"
            key={at}
            role="radio"
            aria-checked={isChosen(one)}
            aria-label={words}
            onClick={() => onChoose(one)}
          >
            <Shown chosen={one} name={name} size={56} />
          </button>
        ))}
      </div>
      <div class="btns middle">
        <Button onClick={upload}>
          <Icon name="image" size={16} />
          {say("upload")}
        </Button>
      </div>
      {wrong.value && <p class="err" role="alert">{wrong.value}</p>}
      <Button kind="prime wide" onClick={() => join(false)}>{say("continue")}</Button>
      <p class="middle">
        <Button kind="text" onClick={() => join(true)}>{say("skipForNow")}</Button>
      </p>
    </div>
  );
}

function Shown({ chosen, name, size }: { chosen: Chosen; name: string; size: 56 | 96 }) {
  if (chosen.is === "drawing") {
    const { Drawn } = chosen.drawing;
    return (
      <span class={"av s" + size} aria-hidden="true">
        <Drawn />
      </span>
    );
  }
  return <Avatar id={name} name={name} size={size} {...(chosen.is === "file" ? { picture: chosen.address } : {})} />;
}

function DoneStep() {
  const allowed = useSignal(typeof Notification !== "undefined" && Notification.permission === "granted");
  const allow = async () => {
    allowed.value = await Notification.requestPermission() === "granted";
    if (allowed.value && settings.value.notify === "off") await client().settings({ notify: "name" });
  };
  const me = account.value;
  const begin = () => {
    if (me) welcome(me.userId);
    else phase.value = { is: "in" };
  };
  return (
    <>
      <Fire />
      <div class="stack2">
        <h1>{say("youAreIn", { name: line(me?.name ?? "") })}</h1>
        <p class="lead">{say("keysStay")}</p>
      </div>
      <div class="card rows">
        <div class="row">
          <Icon name="key" />
          <span class="grow">
            <span class="t">{say("keepData")}</span>
            <br />
            <span class="d">{say("keepDataText")}</span>
          </span>
        </div>
        <div class="row">
          <Icon name="bell" />
          <span class="grow">
            <span class="t">{say("notifications")}</span>
            <br />
            <span class="d">{say("notificationsWhy")}</span>
          </span>
          {allowed.value
            ? <span class="pill good">{say("allowed")}</span>
            : typeof Notification !== "undefined" && <Button onClick={allow}>{say("allow")}</Button>}
        </div>
        <button
          type="button"
          class="row"
          onClick={() => {
            begin();
            go({ mode: "settings", section: "devices" });
          }}
        >
          <Icon name="mobile" />
          <span class="grow">
            <span class="t">{say("addPhone")}</span>
            <br />
            <span class="d">{say("addPhoneText")}</span>
          </span>
          <Icon name="right" size={16} flip />
        </button>
      </div>
      <Button kind="prime wide" onClick={begin}>{say("startTalking")}</Button>
    </>
  );
}
