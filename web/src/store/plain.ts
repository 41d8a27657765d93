/** Values as they are sealed: JSON, in which bytes are base64 under a name of their own. */
import { base64, type Bytes, findBase64, textOf, utf8 } from "../protocol/bytes.ts";

const BYTES = "$bytes";

/** The bytes of a value made of objects, lists, text, numbers, booleans and bytes. Fields that are undefined are left out. */
export function plainBytes(value: unknown): Bytes {
  return utf8(JSON.stringify(value, (_name, each: unknown) => {
    if (each instanceof Uint8Array) return { [BYTES]: base64(each as Bytes) };
    if (isMarked(each)) throw new Error("a stored value has no field of this name");
    return each;
  }));
}

/** The value in what `plainBytes` has made. */
export function plainValue(bytes: Bytes): unknown {
  return JSON.parse(textOf(bytes), (_name, each: unknown) => isMarked(each) ? findBase64(each[BYTES]) : each);
}

function isMarked(value: unknown): value is { readonly [BYTES]: string } {
  return typeof value === "object" && value !== null && Object.hasOwn(value, BYTES);
}
