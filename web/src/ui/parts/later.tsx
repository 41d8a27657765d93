/** Parts of the page that are loaded when they are first needed. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

/** A component that shows nothing until its code is here. Its code is asked for once. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | undefined;
  return function Later(props: P) {
    const [, setLoaded] = useState(loaded);
    useEffect(() => {
      if (!loaded) {
        load().then((component) => {
          loaded = component;
          setLoaded(() => component);
        }, () => {});
      }
    }, []);
    const Loaded = loaded;
    return Loaded ? <Loaded {...props} /> : null;
  };
}
