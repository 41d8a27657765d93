/** A long press of a finger: half a second in one place. */
const LONG = 500;
const MOVED = 10;

export function longPress(act: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let from = { x: 0, y: 0 };
  const stop = () => clearTimeout(timer);
  return {
    onPointerDown: (event: PointerEvent) => {
      stop();
      if (event.pointerType !== "touch" || (event.target as Element).closest("[role=slider], video")) return;
      from = { x: event.clientX, y: event.clientY };
      timer = setTimeout(act, LONG);
    },
    onPointerMove: (event: PointerEvent) => {
      if (Math.abs(event.clientX - from.x) > MOVED || Math.abs(event.clientY - from.y) > MOVED) stop();
    },
    onPointerUp: stop,
    onPointerCancel: stop,
  };
}
