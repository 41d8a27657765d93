/** Frames of Blaze: the JSON of each is one gzip member (RFC 1952), which need not be compressed. */
import { gunzipSync, gzipSync } from "fflate";
import type { Bytes } from "./bytes.ts";

/** The longest JSON that a frame may unpack to, and that a client sends. */
export const MOST_FRAME_BYTES = 8 << 20;

// Below this, compressing costs more than it saves.
const STORED_BELOW = 2048;
const LEAST_BYTES = 18;
const CHECKSUMS = checksums();

export type Unpacked =
  | { readonly outcome: "unpacked"; readonly json: Bytes }
  | { readonly outcome: "refused"; readonly why: "not gzip" | "too long" | "corrupt" };

export function pack(json: Bytes): Bytes {
  return Uint8Array.from(gzipSync(json, { level: json.length < STORED_BELOW ? 0 : 1, mtime: 0 }));
}

/** Unpacks the frame that is all of `bytes`, to at most `most` bytes. Never throws. */
export function unpack(bytes: Bytes, most: number = MOST_FRAME_BYTES): Unpacked {
  if (bytes.length < LEAST_BYTES || bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8) {
    return refused("not gzip");
  }
  const trailer = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 8, 8);
  const length = trailer.getUint32(4, true);
  if (length > most) return refused("too long");
  try {
    // The output gets no longer than the frame says, whatever comes out of it.
    const json = gunzipSync(bytes, { out: new Uint8Array(length) }) as Bytes;
    const isWhole = json.length === length && checksum(json) === trailer.getUint32(0, true);
    return isWhole ? { outcome: "unpacked", json } : refused("corrupt");
  } catch {
    return refused("corrupt");
  }
}

function refused(why: "not gzip" | "too long" | "corrupt"): Unpacked {
  return { outcome: "refused", why };
}

/** CRC-32, which the library doesn't compare. */
function checksum(bytes: Bytes): number {
  let value = 0xffffffff;
  for (let at = 0; at < bytes.length; at++) value = CHECKSUMS[(value ^ bytes[at]!) & 255]! ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

function checksums(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
    return value;
  });
}
