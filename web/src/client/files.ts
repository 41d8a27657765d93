/**
 * The files of messages: uploads and downloads, sealed with keys of their own where the message is. Bytes that are here are kept in the
 * store, up to 32 MiB each; larger ones are fetched again whenever they are asked for.
 *
 * At most four files move at a time; others wait.
 */
import { type Bytes } from "../protocol/bytes.ts";
import type { Id } from "../protocol/ids.ts";
import type { Attachment, AttachmentKeys } from "../protocol/payload/attachments.ts";
import { openFile, sealFile } from "../protocol/sealedFiles.ts";
import type { AccountStore } from "../store/accountStore.ts";
import type { Api } from "./api.ts";
import { Failed, failed, refused } from "./failed.ts";
import { boundedBody } from "./http.ts";
import type { File } from "./records.ts";
import { requireWritten } from "./shelf.ts";

const MOST_KEPT_BYTES = 32 << 20;
/** What a server takes at the most, unless it was set otherwise. */
const MOST_BYTES = 2 ** 31;
const MOST_AT_ONCE = 4;
const TOLD_EVERY = 200;

interface Moving {
  readonly state: "loading" | "uploading";
  readonly stop: AbortController;
  progress: number;
  toldAt: number;
  loading?: Promise<Blob>;
}

export type Sent = (attachment: { readonly id: string; readonly keys?: AttachmentKeys }) => void;

export class Files {
  readonly #here = new Set<string>();
  readonly #gone = new Set<string>();
  readonly #failed = new Set<string>();
  readonly #moving = new Map<Id, Moving>();
  #free = MOST_AT_ONCE;
  readonly #queue: (() => void)[] = [];

  /** @param changed a file's state has changed */
  constructor(
    private readonly store: AccountStore,
    private readonly api: Api,
    private readonly fetch: typeof globalThis.fetch,
    private readonly changed: (message: Id) => void,
  ) {}

  async open(): Promise<void> {
    for (const id of await this.store.fileIds()) this.#here.add(id);
  }

  state(message: Id): Pick<File, "state" | "progress"> {
    const moving = this.#moving.get(message);
    if (moving !== undefined) return { state: moving.state, progress: moving.progress };
    if (this.#here.has(message)) return { state: "here" };
    if (this.#gone.has(message)) return { state: "gone" };
    return { state: this.#failed.has(message) ? "failed" : "remote" };
  }

  /** Keeps the bytes of a message that is about to be sent. */
  async keep(message: Id, blob: Blob): Promise<void> {
    if (blob.size > MOST_BYTES) throw failed("too-large");
    const bytes = new Uint8Array(await blob.arrayBuffer());
    requireWritten(await this.store.write([{ write: "put file", id: message, bytes }]));
    this.#here.add(message);
  }

  async remove(messages: readonly Id[]): Promise<void> {
    const here = messages.filter((id) => this.#here.has(id));
    if (here.length === 0) return;
    requireWritten(await this.store.write(here.map((id) => ({ write: "remove file", id }))));
    for (const id of here) this.#here.delete(id);
  }

  get count(): number {
    return this.#here.size;
  }

  get here(): readonly string[] {
    return [...this.#here];
  }

  stop(message: Id): void {
    this.#moving.get(message)?.stop.abort();
  }

  /** Uploads the bytes that are kept for a message. @param sealed whether with a key of their own */
  async upload(message: Id, sealed: boolean): Promise<{ readonly id: string; readonly keys?: AttachmentKeys }> {
    const bytes = await this.store.file(message);
    if (bytes === undefined) throw failed("not-found", "the file is not here any more");
    const moving = this.#begin(message, "uploading");
    try {
      return await this.#inTurn(async () => {
        const file = sealed ? await sealFile(new Blob([bytes])) : undefined;
        const made = await this.api.http.patiently(() => this.api.makeAttachment());
        await this.#put(made.upload, file?.blob ?? new Blob([bytes]), message, moving);
        return { id: made.id, ...(file === undefined ? {} : { keys: file.keys }) };
      });
    } catch (e) {
      this.#failed.add(message);
      throw moving.stop.signal.aborted ? failed("refused", "stopped") : e;
    } finally {
      this.#moving.delete(message);
      this.changed(message);
    }
  }

  /** The bytes of a message's file: from here, or fetched. */
  async load(message: Id, attachment: Attachment): Promise<Blob> {
    const kept = this.#here.has(message) ? await this.store.file(message) : undefined;
    if (kept !== undefined) return new Blob([kept], { type: attachment.mimeType });
    const before = this.#moving.get(message)?.loading;
    if (before !== undefined) return await before;
    const moving = this.#begin(message, "loading");
    moving.loading = this.#load(message, attachment, moving);
    return await moving.loading;
  }

  async #load(message: Id, attachment: Attachment, moving: Moving): Promise<Blob> {
    try {
      const blob = await this.#inTurn(() => this.#fetch(message, attachment, moving));
      this.#failed.delete(message);
      if (blob.size <= MOST_KEPT_BYTES) {
        // Without room on the disk it is shown all the same, and fetched again the next time.
        await this.keep(message, blob).catch(() => {});
      }
      return blob;
    } catch (e) {
      const isGone = e instanceof Failed && e.failure.code === "not-found";
      (isGone ? this.#gone : this.#failed).add(message);
      throw moving.stop.signal.aborted ? failed("refused", "stopped") : e;
    } finally {
      this.#moving.delete(message);
      this.changed(message);
    }
  }

  async #fetch(message: Id, attachment: Attachment, moving: Moving): Promise<Blob> {
    const { view } = await this.api.attachment(attachment.id);
    if (view === "") throw failed("not-found");
    let answer: Response;
    let bytes: Bytes;
    try {
      answer = await this.fetch(view, { credentials: "omit", redirect: "error", signal: moving.stop.signal });
      const length = Number(answer.headers.get("Content-Length") ?? 0) || attachment.size;
      if (answer.status === 404 || answer.status === 403) throw failed("not-found");
      if (!answer.ok) throw refused(answer.status, "HTTP " + answer.status);
      const most = attachment.size > 0 ? attachment.size + 128 : MOST_BYTES;
      bytes = await boundedBody(answer, most, (moved) => this.#moved(message, moving, moved / Math.max(1, length)));
    } catch (e) {
      throw e instanceof Failed ? e : failed("unreachable");
    }
    const blob = new Blob([bytes], { type: attachment.mimeType });
    if (attachment.keys === undefined) return blob;
    const most = attachment.size > 0 ? attachment.size : MOST_BYTES;
    const opened = await openFile(blob, attachment.keys, most, attachment.mimeType);
    if (opened.outcome !== "opened") throw failed("broken", opened.outcome);
    return opened.blob;
  }

  async #put(address: string, blob: Blob, message: Id, moving: Moving): Promise<void> {
    if (address === "") throw failed("broken", "no address to upload to");
    let status: number;
    try {
      status = await putWithProgress(
        this.fetch,
        address,
        blob,
        moving.stop.signal,
        (share) => this.#moved(message, moving, share),
      );
    } catch {
      throw failed("unreachable");
    }
    if (status === 507) throw refused(507, "the server has no more room for files of yours");
    if (status < 200 || status > 299) throw refused(status, "HTTP " + status + " to the upload");
  }

  #begin(message: Id, state: Moving["state"]): Moving {
    const moving: Moving = { state, stop: new AbortController(), progress: 0, toldAt: Date.now() };
    this.#failed.delete(message);
    this.#moving.set(message, moving);
    this.changed(message);
    return moving;
  }

  #moved(message: Id, moving: Moving, share: number): void {
    moving.progress = Math.min(1, share);
    if (moving.toldAt + TOLD_EVERY < Date.now()) {
      moving.toldAt = Date.now();
      this.changed(message);
    }
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#queue.push(resolve));
    else this.#free--;
    try {
      return await work();
    } finally {
      const next = this.#queue.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}

/** Only XMLHttpRequest tells how far an upload is; where there is none, nothing is told until the end. */
function putWithProgress(
  fetch: typeof globalThis.fetch,
  address: string,
  blob: Blob,
  signal: AbortSignal,
  moved: (share: number) => void,
): Promise<number> {
  if (typeof XMLHttpRequest === "undefined") {
    return fetch(address, { method: "PUT", body: blob, credentials: "omit", signal }).then(async (answer) => {
      await answer.body?.cancel();
      return answer.status;
    });
  }
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", address);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => moved(event.loaded / Math.max(1, event.total));
    request.onload = () => resolve(request.status);
    request.onerror = request.onabort = request.ontimeout = () => reject(failed("unreachable"));
    signal.addEventListener("abort", () => request.abort());
    request.send(blob);
  });
}
