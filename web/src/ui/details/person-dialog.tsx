/** To come. */

export function PersonDialog(_props: { userId: string }) {
  return null;
}
