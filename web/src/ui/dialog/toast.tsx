/** Notices that go by themselves after five seconds, but not while one points at them; never the only place of a fact. */
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import type { Failure } from "../../client/records.ts";
import { Icon } from "../parts/parts.tsx";
import { size } from "../dates.ts";
import { say } from "../words/words.ts";
import { failureOf } from "../worker.ts";

interface Notice {
  readonly key: number;
  readonly text: string;
  readonly bad: boolean;
  readonly action?: { readonly label: string; readonly act: () => void };
}

const notice = signal<Notice | undefined>(undefined);
let last = 0;

export function notify(text: string, action?: Notice["action"]): void {
  notice.value = { key: ++last, text, bad: false, ...(action ? { action } : {}) };
}

export function complain(failure: Failure): void {
  notice.value = { key: ++last, text: reason(failure), bad: true };
}

/** Waits for what was asked; says why when it failed. */
export async function trying<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    complain(failureOf(error));
    return undefined;
  }
}

/** Why something failed, in words. */
export function reason(failure: Failure, bytes?: number): string {
  switch (failure.code) {
    case "offline":
      return say("errorOffline");
    case "unreachable":
      return say("errorUnreachable");
    case "refused":
      return say("errorRefused", { reason: failure.reason ?? String(failure.status ?? "") });
    case "too-large":
      return bytes ? say("errorTooLarge", { size: size(bytes) }) : say("errorTooLargeShort");
    case "storage-full":
      return say("errorStorageFull");
    case "not-found":
      return say("errorNotFound");
    case "ended":
      return say("errorEnded");
    case "pin-wrong":
      return say("errorPinWrong");
    case "pin-needed":
      return say("errorPinNeeded");
    case "balance":
      return say("errorBalance");
    case "trust-changed":
      return say("errorTrust");
    case "invitation-used":
      return say("errorInvitationUsed");
    case "invitation-ended":
      return say("errorInvitationEnded");
    case "invitation-unknown":
      return say("errorInvitationUnknown");
    case "code-wrong":
      return say("errorCode");
    case "unsupported":
      return say("errorUnsupported");
    case "broken":
      return say("errorBroken");
  }
}

export function Notices() {
  return (
    <div role="status" class="notices">
      {notice.value && <Shown key={notice.value.key} notice={notice.value} />}
    </div>
  );
}

function Shown({ notice: { text, bad, action } }: { notice: Notice }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => (notice.value = undefined), 5_000);
    return () => clearTimeout(timer);
  }, [held]);
  return (
    <div
      class="toast"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocusCapture={() => setHeld(true)}
      onBlurCapture={() => setHeld(false)}
    >
      {bad && <Icon name="alert" />}
      <span class="grow" dir="auto">{text}</span>
      {action && (
        <button
          type="button"
          class="btn"
          onClick={() => {
            notice.value = undefined;
            action.act();
          }}
        >
          {action.label}
        </button>
      )}
      {!action && (
        <button type="button" class="btn" aria-label={say("close")} onClick={() => (notice.value = undefined)}>
          <Icon name="x" size={16} />
        </button>
      )}
    </div>
  );
}
