/** To come. */

export function SafetyNumber(_props: { userId: string; name: string }) {
  return null;
}
