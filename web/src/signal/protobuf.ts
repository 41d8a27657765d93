/** The little of protobuf that Signal's messages are made of: numbers of up to 32 bits and bytes, each in its field. */
import { type Bytes, joined, textOf, utf8 } from "../protocol/bytes.ts";
import { findKey } from "./curve.ts";

/** How many fields a message may have: Signal's have six. Without a bound, a long message would fill the memory. */
const MOST_FIELDS = 100;
const MOST = 0xffffffff;
const MOST_COUNT = 0x7fffffff;
const NUMBER = 0, FIXED_64 = 1, BYTES = 2, FIXED_32 = 5;

/** Fields in ascending order; those without a value are left out. */
export function writeFields(fields: readonly (readonly [number, number | string | Bytes | undefined])[]): Bytes {
  const parts: Bytes[] = [];
  for (const [field, value] of fields) {
    if (typeof value === "number") parts.push(varint(field * 8 + NUMBER), varint(value));
    else if (value !== undefined) {
      const bytes = typeof value === "string" ? utf8(value) : value;
      parts.push(varint(field * 8 + BYTES), varint(bytes.length), bytes);
    }
  }
  return joined(...parts);
}

/** The fields of a message; of a field that comes twice the last counts. */
export class ProtobufFields {
  private readonly numbers = new Map<number, number>();
  private readonly texts = new Map<number, Bytes>();

  private constructor() {}

  /** Undefined when the bytes are not such a message, a number has more than 32 bits, or there are more than 100 fields. */
  static parse(bytes: Bytes): ProtobufFields | undefined {
    const fields = new ProtobufFields();
    let at = 0;
    for (let count = 0; at < bytes.length; count++) {
      const tag = readVarint(bytes, at);
      const field = Math.floor((tag?.value ?? 0) / 8);
      if (tag === undefined || count === MOST_FIELDS || field === 0) return undefined;
      const value = tag.value % 8 === NUMBER || tag.value % 8 === BYTES ? readVarint(bytes, tag.end) : undefined;
      switch (tag.value % 8) {
        case NUMBER:
          if (value === undefined) return undefined;
          fields.numbers.set(field, value.value);
          at = value.end;
          break;
        case BYTES:
          if (value === undefined || value.value > bytes.length - value.end) return undefined;
          at = value.end + value.value;
          fields.texts.set(field, bytes.slice(value.end, at));
          break;
        case FIXED_64:
          at = tag.end + 8;
          break;
        case FIXED_32:
          at = tag.end + 4;
          break;
        default:
          return undefined;
      }
    }
    return at === bytes.length ? fields : undefined;
  }

  number(field: number): number | undefined {
    return this.numbers.get(field);
  }

  /** The same for what is counted: absent also when it has 32 bits, which no count ever gets to. */
  count(field: number): number | undefined {
    const number = this.numbers.get(field);
    return number !== undefined && number <= MOST_COUNT ? number : undefined;
  }

  bytes(field: number): Bytes | undefined {
    return this.texts.get(field);
  }

  key(field: number): Bytes | undefined {
    return findKey(this.texts.get(field));
  }

  text(field: number): string | undefined {
    const bytes = this.texts.get(field);
    return bytes && textOf(bytes);
  }
}

function varint(value: number): Bytes {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

function readVarint(bytes: Bytes, from: number): { readonly value: number; readonly end: number } | undefined {
  let value = 0, scale = 1;
  for (let at = from; at < bytes.length && at < from + 10; at++, scale *= 128) {
    value += (bytes[at]! & 127) * scale;
    if (value > MOST) return undefined;
    if (bytes[at]! < 128) return { value, end: at + 1 };
  }
  return undefined;
}
