/** Payloads of calls between two: descriptions and addresses of WebRTC, and the ends of calls. */
import { check, Fields, MOST } from "../json.ts";
import { countOf } from "./attachments.ts";

/** The media that one side of a call offers, or takes. */
export interface CallDescriptionPayload {
  readonly kind: "call-description";
  readonly type: "offer" | "answer";
  readonly sdp: string;
}

export interface Candidate {
  readonly sdp: string;
  /** The media that it is for. */
  readonly mid: string;
  readonly lineIndex: number;
}

/** Addresses at which one side of a call may be reached. */
export interface CallCandidatesPayload {
  readonly kind: "call-candidates";
  readonly candidates: readonly Candidate[];
}

export type CallEnd = "cancel" | "decline" | "end" | "busy" | "failed";

/** How a call ends, or doesn't begin. */
export interface CallEndPayload {
  readonly kind: "call-end";
  readonly end: CallEnd;
}

const MOST_CANDIDATES = 256;

export function readCallDescription(fields: Fields): CallDescriptionPayload {
  return {
    kind: "call-description",
    type: fields.named("type", ["offer", "answer"]),
    sdp: fields.needText("sdp", MOST.words),
  };
}

export function readCallCandidates(document: unknown): CallCandidatesPayload {
  const candidates = Fields.list("the list", document, MOST_CANDIDATES).map((each) => ({
    // Phones say sdp, browsers say candidate.
    sdp: each.text("sdp", MOST.address) ?? each.needText("candidate", MOST.address),
    mid: each.text("sdpMid", MOST.name) ?? "",
    lineIndex: countOf(each, "sdpMLineIndex"),
  }));
  check(candidates.length > 0, "the list is empty or not a list");
  return { kind: "call-candidates", candidates };
}

export function writeCallDescription(payload: CallDescriptionPayload): unknown {
  return { sdp: payload.sdp, type: payload.type };
}

export function writeCallCandidates(payload: CallCandidatesPayload): unknown {
  return payload.candidates.map((each) => ({ sdp: each.sdp, sdpMid: each.mid, sdpMLineIndex: each.lineIndex }));
}
