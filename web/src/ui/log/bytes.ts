/** The bytes of messages' files, as addresses that elements can show. Few are kept; the rest is asked for again. */
import { useEffect, useState } from "preact/hooks";
import type { Message, MessageId } from "../../client/records.ts";
import { client } from "../state.ts";

const MOST = 80;
const addresses = new Map<MessageId, string>();
const asked = new Map<MessageId, Promise<string | undefined>>();

/** The address of a message's file, loaded when it isn't here. */
export function addressOf(message: MessageId): Promise<string | undefined> {
  const before = asked.get(message);
  if (before) return before;
  const asking = client().load(message).then((blob) => {
    const address = URL.createObjectURL(blob);
    addresses.set(message, address);
    if (addresses.size > MOST) {
      const [oldest, its] = addresses.entries().next().value!;
      URL.revokeObjectURL(its);
      addresses.delete(oldest);
      asked.delete(oldest);
    }
    return address;
  }, () => {
    asked.delete(message);
    return undefined;
  });
  asked.set(message, asking);
  return asking;
}

/** The same for a component; asks only while `wanted`. */
export function useAddress(message: Message, wanted: boolean): string | undefined {
  const [address, setAddress] = useState(addresses.get(message.id));
  const state = "file" in message.content ? message.content.file.state : "gone";
  useEffect(() => {
    if (!wanted || state === "gone" || state === "failed") return;
    let here = true;
    addressOf(message.id).then((found) => here && setAddress(found));
    return () => {
      here = false;
    };
  }, [message.id, wanted, state]);
  return address;
}

/** Gives a blob to the person, under a name. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
