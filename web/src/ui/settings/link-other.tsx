/** Linking another device from here: its code is scanned or pasted, and allowed with the PIN. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { closeDialog, Dialog } from "../dialog/dialog.tsx";
import { notify, reason } from "../dialog/toast.tsx";
import { Button, Icon, Sentence } from "../parts/parts.tsx";
import { account, client, server } from "../state.ts";
import { say } from "../words/words.ts";
import { failureOf } from "../worker.ts";
import { PinField, WHOLE_PIN } from "./pin.tsx";

export function LinkOther({ onLinked }: { onLinked: () => void }) {
  const address = useSignal("");
  const seen = useSignal(false);
  const pin = useSignal("");
  const wrong = useSignal("");
  const scanning = useSignal(false);
  const needsPin = account.value?.hasPin ?? false;

  const look = async () => {
    wrong.value = "";
    try {
      await client().linkDevice(address.value.trim(), false);
      seen.value = true;
    } catch (error) {
      wrong.value = reason(failureOf(error));
    }
  };
  const allow = async () => {
    wrong.value = "";
    try {
      const { linked } = await client().linkDevice(
        address.value.trim(),
        true,
        ...(needsPin ? [pin.value] as const : []),
      );
      if (!linked) return;
      closeDialog();
      notify(say("linkedDone"));
      onLinked();
    } catch (error) {
      wrong.value = reason(failureOf(error));
    }
  };

  if (seen.value) {
    return (
      <Dialog key="allow" title={say("allowDevice")} head="plain" risky>
        <p>{say("allowDeviceText")}</p>
        <p class="note">
          <Icon name="info" />
          <span>{say("ownKeys")}</span>
        </p>
        {needsPin && (
          <PinField
            id="link-pin"
            label={say("yourPin")}
            value={pin.value}
            wrong={wrong.value}
            first
            onChange={(one) => (pin.value = one)}
          />
        )}
        {!needsPin && wrong.value && <p class="err" role="alert">{wrong.value}</p>}
        <div class="btns">
          <Button onClick={closeDialog}>{say("notMine")}</Button>
          <Button kind="prime" disabled={needsPin && pin.value.length < WHOLE_PIN} onClick={allow}>
            {say("allow")}
          </Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog key="look" title={say("linkOtherTitle")}>
      {scanning.value && (
        <Scanner
          onFound={(text) => {
            scanning.value = false;
            address.value = text;
            look();
          }}
          onRefused={() => {
            scanning.value = false;
            wrong.value = say("cameraRefused");
          }}
        />
      )}
      <ol class="howto">
        <li>
          <span>
            <Sentence of="linkOther1" server={<b>{server.value}</b>} />
          </span>
        </li>
        <li>
          <span>
            <Sentence of="linkOther2" item={<b>{say("linkThisBrowser")}</b>} />
          </span>
        </li>
        <li>
          <span>{say("linkOther3")}</span>
        </li>
      </ol>
      <form
        class="field"
        onSubmit={(event) => {
          event.preventDefault();
          look();
        }}
      >
        <label for="link-address">{say("linkAddress")}</label>
        <input
          class="inp mono"
          id="link-address"
          autocomplete="off"
          spellcheck={false}
          dir="ltr"
          data-first
          aria-describedby="link-wrong"
          value={address.value}
          onInput={(event) => (address.value = event.currentTarget.value)}
        />
        <span class="err" id="link-wrong" role="alert">{wrong.value}</span>
      </form>
      <div class="btns">
        {"BarcodeDetector" in globalThis && !scanning.value && (
          <Button onClick={() => (scanning.value = true)}>
            <Icon name="camera" size={16} />
            {say("scan")}
          </Button>
        )}
        <Button kind="prime" disabled={!address.value.trim()} onClick={look}>{say("lookAt")}</Button>
      </div>
    </Dialog>
  );
}

interface Detector {
  detect(from: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}

/** The camera looks for a code; only browsers that can read codes by themselves offer it. */
function Scanner({ onFound, onRefused }: { onFound: (text: string) => void; onRefused: () => void }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    let stream: MediaStream | undefined;
    let here = true;
    const Made =
      (globalThis as unknown as { BarcodeDetector: new (options: { formats: string[] }) => Detector }).BarcodeDetector;
    const detector = new Made({ formats: ["qr_code"] });
    const look = async () => {
      if (!here || !video.current) return;
      const [found] = await detector.detect(video.current).catch(() => []);
      if (found && here) onFound(found.rawValue);
      else setTimeout(look, 250);
    };
    navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }).then(async (one) => {
      stream = one;
      if (!here || !video.current) return one.getTracks().forEach((track) => track.stop());
      video.current.srcObject = one;
      await video.current.play();
      look();
    }).catch(onRefused);
    return () => {
      here = false;
      stream?.getTracks().forEach((track) => track.stop());
    };
  }, []);
  return (
    <>
      <video class="scanner" ref={video} muted playsInline aria-label={say("scanning")} />
      <p class="hint middle" role="status">{say("scanning")}</p>
    </>
  );
}
