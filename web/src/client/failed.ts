/** Why a call failed, as an exception within the worker. At its edge it becomes the {@link Failure} that the page gets. */
import type { Failure } from "./records.ts";

export class Failed extends Error {
  override readonly name = "Failed";

  /** @param retryAfter in how many milliseconds the server would like to be asked again */
  constructor(readonly failure: Failure, readonly retryAfter = 0) {
    super(failure.reason ?? failure.code);
  }

  /** Whether the same call may succeed later: nobody answered, or the server can't just now. */
  get passing(): boolean {
    const { code, status } = this.failure;
    return code === "unreachable" || code === "offline" ||
      (code === "refused" && status !== undefined && isPassing(status));
  }
}

/** Whether the server's error may be gone later: too many requests, or a fault of the server's. */
export function isPassing(status: number): boolean {
  return status === 429 || status === 500 || status === 7000 || status === 7001;
}

export function failed(code: Failure["code"], reason?: string): Failed {
  return new Failed(reason === undefined ? { code } : { code, reason });
}

/** What the server's own error means to the page. */
export function refused(status: number, reason: string, field?: string, retryAfter = 0): Failed {
  const code = meaning(status);
  return new Failed({ code, status, reason, ...(field === undefined ? {} : { field }) }, retryAfter);
}

function meaning(status: number): Failure["code"] {
  switch (status) {
    case 401:
      return "ended";
    case 404:
      return "not-found";
    case 413:
      return "too-large";
    case 20113:
    case 20115:
      return "code-wrong";
    case 20117:
      return "balance";
    case 20192:
      return "invitation-used";
    case 20193:
      return "invitation-ended";
    case 20118:
    case 20119:
      return "pin-wrong";
    default:
      return "refused";
  }
}

/** The failure of anything that was thrown. A fault of ours says its kind and nothing that a person wrote. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof Failed) {
    return thrown.failure;
  }
  const name = thrown instanceof Error ? thrown.name : typeof thrown;
  return { code: name === "QuotaExceededError" ? "storage-full" : "broken", reason: name };
}
