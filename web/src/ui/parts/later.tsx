/** Parts of the page that are loaded when they are first needed. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

/** A component that shows nothing until its code is here. Its code is asked for once. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | undefined;
  return function Later(props: P) {
    // Not the component itself: a hook calls a function that it is handed as its first state.
    const [, setHere] = useState(loaded !== undefined);
    useEffect(() => {
      if (!loaded) {
        load().then((component) => {
          loaded = component;
          setHere(true);
        }, () => {});
      }
    }, []);
    const Loaded = loaded;
    return Loaded ? <Loaded {...props} /> : null;
  };
}
