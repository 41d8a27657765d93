/** How far a transfer is, as a ring; said aloud at the beginning, half way and the end. */
export function Ring({ progress, label }: { progress: number; label: string }) {
  const done = Math.round(Math.max(0, Math.min(1, progress)) * 100);
  return (
    <svg
      class="ring"
      viewBox="0 0 44 44"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={done < 50 ? 0 : done < 100 ? 50 : 100}
    >
      <circle class="bg" cx="22" cy="22" r="19.5" />
      <circle class="fg" cx="22" cy="22" r="19.5" pathLength={100} stroke-dasharray={`${done} 100`} />
    </svg>
  );
}
