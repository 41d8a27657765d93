/** A component that draws itself anew only when one of its properties is another. */
import { Component, type ComponentType } from "preact";

export function kept<P extends object>(Inner: (props: P) => preact.ComponentChild): ComponentType<P> {
  return class Kept extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      const before = this.props as Record<string, unknown>;
      const after = next as Record<string, unknown>;
      return Object.keys(after).some((name) => after[name] !== before[name]) ||
        Object.keys(before).some((name) => !(name in after));
    }
    override render(props: P) {
      return <Inner {...props} />;
    }
  };
}
