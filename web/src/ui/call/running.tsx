/**
 * A call between two, by WebRTC: sound and pictures go from browser to browser, encrypted; the worker carries the offer, the answer and
 * the candidates, sealed as messages are.
 */
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { CallSignal, Conversation, ConversationId, Person } from "../../client/records.ts";
import { closeDialog, Dialog, openDialog } from "../dialog/dialog.tsx";
import { notify } from "../dialog/toast.tsx";
import { Avatar, Icon, Name } from "../parts/parts.tsx";
import { length } from "../dates.ts";
import { client, conversations, go, people } from "../state.ts";
import { line } from "../text.ts";
import { privacy } from "../trust.ts";
import { say } from "../words/words.ts";
import type { Media } from "./call.ts";
import type { CallTold } from "../state.ts";
import { ringing } from "./ring.ts";

interface Call {
  readonly id: string;
  readonly conversation: ConversationId;
  readonly person: Pick<Person, "userId" | "name" | "picture">;
  readonly state: "calling" | "rings" | "connecting" | "on";
  readonly media: Media;
  readonly since?: number;
  readonly muted: boolean;
  readonly camera: boolean;
  readonly screen: boolean;
}

const RING = 30_000;
const MOST_CANDIDATES = 100;
const call = signal<Call | undefined>(undefined);
const near = signal<MediaStream | undefined>(undefined);
const far = signal<MediaStream | undefined>(undefined);

let connection: RTCPeerConnection | undefined;
let offered: string | undefined;
let early: RTCIceCandidateInit[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
let stopRinging: (() => void) | undefined;

function tell(what: CallSignal): void {
  const here = call.value;
  if (here) client().callSignal(here.conversation, what).catch(() => {});
}

function change(to: Partial<Call>): void {
  if (call.value) call.value = { ...call.value, ...to };
}

async function listen(media: Media): Promise<MediaStream> {
  return await navigator.mediaDevices.getUserMedia({ audio: true, video: media === "picture" });
}

function connect(stream: MediaStream): RTCPeerConnection {
  const made = new RTCPeerConnection();
  for (const track of stream.getTracks()) made.addTrack(track, stream);
  const heard = new MediaStream();
  far.value = heard;
  made.ontrack = ({ track }) => {
    heard.addTrack(track);
    far.value = new MediaStream(heard.getTracks());
  };
  made.onicecandidate = ({ candidate }) => {
    if (candidate && call.value) {
      tell({ what: "candidate", call: call.value.id, data: JSON.stringify([candidate.toJSON()]) });
    }
  };
  made.onconnectionstatechange = () => {
    if (made.connectionState === "connected" && call.value?.state !== "on") {
      stopRinging?.();
      clearTimeout(timer);
      change({ state: "on", since: Date.now() });
    } else if (made.connectionState === "failed") end("failed");
  };
  connection = made;
  near.value = stream;
  return made;
}

function person(conversation: Conversation): Call["person"] {
  const peer = conversation.peer ?? "";
  return people.value.get(peer) ??
    { userId: peer, name: conversation.name, ...(conversation.picture ? { picture: conversation.picture } : {}) };
}

export async function begin(conversation: Conversation, media: Media): Promise<void> {
  if (call.value || !conversation.peer) return;
  call.value = {
    id: crypto.randomUUID(),
    conversation: conversation.id,
    person: person(conversation),
    state: "calling",
    media,
    muted: false,
    camera: media === "picture",
    screen: false,
  };
  openDialog(<CallDialog />);
  try {
    const made = connect(await listen(media));
    await made.setLocalDescription(await made.createOffer());
    if (!call.value) return forget();
    await client().callSignal(conversation.id, {
      what: "offer",
      call: call.value.id,
      data: JSON.stringify(made.localDescription),
    });
    timer = setTimeout(() => end("cancel"), RING * 2);
  } catch (error) {
    refused(error, media);
  }
}

function refused(error: unknown, media: Media): void {
  notify(
    error instanceof DOMException && (error.name === "NotAllowedError" || error.name === "NotFoundError")
      ? media === "picture" ? say("cameraRefused") : say("microphoneRefused")
      : say("failedCall"),
  );
  if (call.value?.state === "rings") end("decline");
  else forget();
}

export async function hearSignal({ conversation, from, signal: heard }: CallTold): Promise<void> {
  const here = call.value;
  if (heard.what === "offer") {
    if (here) {
      if (here.id !== heard.call) client().callSignal(conversation, { what: "busy", call: heard.call }).catch(() => {});
      return;
    }
    offered = heard.data;
    early = [];
    const picture = /m=video/.test(heard.data);
    call.value = {
      id: heard.call,
      conversation,
      person: from,
      state: "rings",
      media: picture ? "picture" : "sound",
      muted: false,
      camera: picture,
      screen: false,
    };
    stopRinging = ringing();
    timer = setTimeout(forget, RING);
    openDialog(<CallDialog />);
    return;
  }
  if (!here || here.id !== heard.call) return;
  switch (heard.what) {
    case "answer":
      change({ state: "connecting" });
      await connection?.setRemoteDescription(JSON.parse(heard.data)).catch(() => end("failed"));
      for (const one of early.splice(0)) connection?.addIceCandidate(one).catch(() => {});
      return;
    case "candidate": {
      const all = [JSON.parse(heard.data) as RTCIceCandidateInit | RTCIceCandidateInit[]].flat();
      for (const one of all) {
        if (connection?.remoteDescription) connection.addIceCandidate(one).catch(() => {});
        else if (early.length < MOST_CANDIDATES) early.push(one);
      }
      return;
    }
    case "busy":
      notify(say("busyCall"));
      return forget();
    case "decline":
      notify(say("declinedCall"));
      return forget();
    case "failed":
      notify(say("failedCall"));
      return forget();
    case "cancel":
    case "end":
      return forget();
  }
}

async function answer(): Promise<void> {
  const here = call.value;
  if (!here || !offered) return;
  stopRinging?.();
  clearTimeout(timer);
  try {
    const made = connect(
      await listen(here.media).catch((error) => here.media === "picture" ? listen("sound") : Promise.reject(error)),
    );
    await made.setRemoteDescription(JSON.parse(offered));
    for (const one of early.splice(0)) made.addIceCandidate(one).catch(() => {});
    await made.setLocalDescription(await made.createAnswer());
    change({ state: "connecting" });
    tell({ what: "answer", call: here.id, data: JSON.stringify(made.localDescription) });
  } catch (error) {
    refused(error, here.media);
  }
}

function end(what: "cancel" | "decline" | "end" | "failed"): void {
  if (call.value) tell({ what, call: call.value.id });
  if (what === "failed") notify(say("failedCall"));
  forget();
}

/** Lets go of the call, the camera and the microphone. */
function forget(): void {
  stopRinging?.();
  clearTimeout(timer);
  connection?.close();
  connection = undefined;
  for (const track of near.value?.getTracks() ?? []) track.stop();
  near.value = far.value = undefined;
  offered = undefined;
  early = [];
  if (call.value) {
    call.value = undefined;
    closeDialog();
  }
}

function toggleTrack(kind: "audio" | "video", on: boolean): void {
  for (const track of near.value?.getTracks() ?? []) if (track.kind === kind) track.enabled = on;
}

async function shareScreen(): Promise<void> {
  const here = call.value;
  const sender = connection?.getSenders().find((one) => one.track?.kind === "video");
  if (!here || !sender) return;
  if (here.screen) {
    sender.track?.stop();
    await sender.replaceTrack(near.value?.getVideoTracks()[0] ?? null);
    return change({ screen: false });
  }
  const stream = await navigator.mediaDevices.getDisplayMedia({ video: true }).catch(() => undefined);
  const track = stream?.getVideoTracks()[0];
  if (!track) return;
  await sender.replaceTrack(track);
  track.onended = () => call.value?.screen && shareScreen();
  change({ screen: true });
}

function hangUp(): void {
  const state = call.value?.state;
  end(state === "calling" ? "cancel" : state === "rings" ? "decline" : "end");
}

function CallDialog() {
  const here = call.value;
  if (!here) return null;
  const name = line(here.person.name);
  if (here.state === "on" || here.state === "connecting") {
    return (
      <Dialog title={say("callWith", { name })} head="heard" look="dark" onClose={hangUp}>
        <OnCall call={here} name={name} />
      </Dialog>
    );
  }
  return (
    <Dialog title={name} head="heard" look="ringing" onClose={hangUp}>
      <Ringing call={here} name={name} />
    </Dialog>
  );
}

function Ringing({ call: here, name }: { call: Call; name: string }) {
  const conversation = conversations.value.get(here.conversation);
  const how = conversation && privacy(conversation);
  const incoming = here.state === "rings";
  const write = () => {
    end("decline");
    go({ conversation: here.conversation, mode: "list", side: false });
  };
  return (
    <div class="ring1">
      <span class="halo">
        <Avatar id={here.person.userId} name={name} picture={here.person.picture} size={96} />
      </span>
      <h3>
        <Name of={name} />
      </h3>
      <p class="quiet" role="status">
        {incoming ? say(here.media === "picture" ? "incomingVideoCall" : "incomingCall") : say("calling")}
      </p>
      {how && (
        <p class={"pill " + (how.warn ? "warn" : "good")}>
          <Icon name={how.icon} />
          {how.words}
        </p>
      )}
      <div class={"callrow" + (incoming ? "" : " one")}>
        <div>
          <Round icon="hangup" label={incoming ? say("decline") : say("hangUp")} look="no" onClick={hangUp} />
          <span aria-hidden="true">{incoming ? say("decline") : say("hangUp")}</span>
        </div>
        {incoming && (
          <>
            <div>
              <Round icon="text" label={say("answerWithMessage")} onClick={write} />
              <span aria-hidden="true">{say("answerWithMessage")}</span>
            </div>
            <div>
              <Round
                icon={here.media === "picture" ? "video" : "phone"}
                label={say("answer")}
                look="yes"
                first
                onClick={answer}
              />
              <span aria-hidden="true">{say("answer")}</span>
            </div>
          </>
        )}
      </div>
    </div>
  );
}

function Round({ icon, label, look, onClick, pressed, first }: {
  icon: string;
  label: string;
  look?: string;
  onClick: () => void;
  pressed?: boolean;
  first?: boolean;
}) {
  return (
    <button
      type="button"
      class={"round" + (look ? " " + look : "")}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      data-first={first}
      onClick={onClick}
    >
      <Icon name={icon} size={24} />
    </button>
  );
}

function OnCall({ call: here, name }: { call: Call; name: string }) {
  const now = signalOfSeconds();
  const picture = far.value?.getVideoTracks().length ? true : false;
  return (
    <div class="incall">
      {picture ? <Stream of={far.value} look="far" label={say("theirCamera", { name })} /> : (
        <>
          <span class="far still">
            <Avatar id={here.person.userId} name={name} picture={here.person.picture} size={96} />
          </span>
          <Sound of={far.value} />
        </>
      )}
      <div class="callbar top">
        <Name of={name} />
        <span class="num" role="timer">{here.since ? length(now - here.since) : say("connectingCall")}</span>
        <span class="sep" />
        <span class="lk">
          <Icon name="lock" size={16} />
          {say("encrypted")}
        </span>
      </div>
      {here.camera && here.media === "picture" && (
        <Stream
          of={near.value}
          look="near"
          label={say("yourCamera")}
          muted
        />
      )}
      <div class="callbar">
        <Round
          icon={here.muted ? "micoff" : "mic"}
          look="glass"
          label={here.muted ? say("unmuteMicrophone") : say("muteMicrophone")}
          pressed={here.muted}
          onClick={() => {
            toggleTrack("audio", here.muted);
            change({ muted: !here.muted });
          }}
        />
        {here.media === "picture" && (
          <>
            <Round
              icon="video"
              look="glass"
              label={here.camera ? say("cameraOff") : say("cameraOn")}
              pressed={!here.camera}
              onClick={() => {
                toggleTrack("video", !here.camera);
                change({ camera: !here.camera });
              }}
            />
            {"getDisplayMedia" in navigator.mediaDevices && (
              <Round
                icon="laptop"
                look="glass"
                label={here.screen ? say("stopSharing") : say("shareScreen")}
                pressed={here.screen}
                onClick={shareScreen}
              />
            )}
          </>
        )}
        <Round icon="hangup" label={say("hangUp")} look="no" first onClick={hangUp} />
      </div>
    </div>
  );
}

const seconds = signal(Date.now());

function signalOfSeconds(): number {
  useEffect(() => {
    const every = setInterval(() => (seconds.value = Date.now()), 1_000);
    return () => clearInterval(every);
  }, []);
  return seconds.value;
}

function Stream(
  { of, look, label, muted }: { of: MediaStream | undefined; look: string; label: string; muted?: boolean },
) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = of ?? null;
  }, [of]);
  return <video class={look} ref={video} autoplay playsInline muted={muted} aria-label={label} />;
}

function Sound({ of }: { of: MediaStream | undefined }) {
  const audio = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    if (audio.current) audio.current.srcObject = of ?? null;
  }, [of]);
  return <audio ref={audio} autoplay />;
}
