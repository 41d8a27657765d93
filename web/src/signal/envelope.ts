/**
 * The payload of a `SIGNAL_…` message: a Signal message and how to read it.
 *
 * ```
 * 03 | type | 1 if sent again | 00 × 5 | if sent again: id of the first, 36 letters | message
 * ```
 */
import { type Bytes, joined, NOTHING, textOf, utf8 } from "../protocol/bytes.ts";
import { findId, type Id } from "../protocol/ids.ts";

export type EnvelopeType =
  | "session" // of a session that both sides have
  | "new session" // of a session, with what it takes to begin it
  | "sender key"; // to everybody who has its sender's key

export interface Envelope {
  readonly type: EnvelopeType;
  /** The message that this one repeats, under another id, for a device that couldn't read it. */
  readonly again?: Id;
  readonly message: Bytes;
}

/** How long a message may be: no server takes as much. */
export const MOST_ENVELOPE_BYTES = 4 << 20;

const VERSION = 3;
const HEADER_BYTES = 8;
const ID_BYTES = 36;
const NUMBERS: { readonly [Type in EnvelopeType]: number } = { session: 2, "new session": 3, "sender key": 4 };
const TYPES = new Map(Object.entries(NUMBERS).map(([type, number]) => [number, type as EnvelopeType]));

/** The envelope in these bytes; undefined when they are not an envelope. */
export function parseEnvelope(bytes: Bytes): Envelope | undefined {
  const type = bytes.length >= HEADER_BYTES && bytes[0] === VERSION ? TYPES.get(bytes[1]!) : undefined;
  if (type === undefined) return undefined;
  const isAgain = bytes[2] === 1;
  const again = isAgain ? findId(textOf(bytes.slice(HEADER_BYTES, HEADER_BYTES + ID_BYTES))) : undefined;
  const message = bytes.slice(isAgain ? HEADER_BYTES + ID_BYTES : HEADER_BYTES);
  return (isAgain && again === undefined) || message.length > MOST_ENVELOPE_BYTES
    ? undefined
    : { type, again, message };
}

export function envelopeBytes(envelope: Envelope): Bytes {
  const header = new Uint8Array(HEADER_BYTES);
  header[0] = VERSION;
  header[1] = NUMBERS[envelope.type];
  header[2] = envelope.again === undefined ? 0 : 1;
  return joined(header, envelope.again === undefined ? NOTHING : utf8(envelope.again), envelope.message);
}
