/**
 * Makes the calls that take a PIN, one after the other, and hides their PINs: the server looks at one PIN of a user at a time, and takes
 * none that was hidden before the last one it has seen.
 */
import { hidePin, pinNumber } from "../protocol/pins.ts";
import type { SessionKeys } from "../protocol/sessionKeys.ts";
import { failed } from "./failed.ts";
import { Turns } from "./turns.ts";

export class PinTurns {
  readonly #turns = new Turns();
  #last = 0n;

  constructor(
    private readonly keys: SessionKeys,
    private readonly pinToken: string,
    private readonly now: () => number,
  ) {}

  /** @param call receives what hides a PIN */
  in<T>(call: (hide: (pin: string) => Promise<string>) => Promise<T>): Promise<T> {
    return this.#turns.in("pin", () => call((pin) => this.#hide(pin)));
  }

  async #hide(pin: string): Promise<string> {
    const now = this.now();
    this.#last = pinNumber(now, this.#last);
    const hidden = await hidePin(pin, this.keys, this.pinToken, now, this.#last);
    if (hidden.outcome === "refused") throw failed("pin-wrong", hidden.why);
    return hidden.pin;
  }
}
