/** Drawing a voice's wave: 46 bars in a picture of 184 by 28. */
const BARS = 46;

/** As many bars as are drawn, from any number of samples between 0 and 1. */
export function bars(samples: readonly number[], count = BARS): readonly number[] {
  if (samples.length === 0) return Array.from({ length: count }, () => 0.08);
  return Array.from({ length: count }, (_, at) => {
    const from = Math.floor(at * samples.length / count);
    const to = Math.max(from + 1, Math.floor((at + 1) * samples.length / count));
    return Math.max(...samples.slice(from, to).map((one) => Math.max(0, Math.min(1, one))));
  });
}

/** The path of the bars from one to another. */
export function path(heights: readonly number[], from: number, to: number): string {
  return heights.slice(from, to).map((height, at) => {
    const half = Math.max(1.5, height * 12.5);
    return `M${(from + at) * 4 + 1.25} ${14 - half}v${2 * half}`;
  }).join("");
}
