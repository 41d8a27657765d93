/** To come. */
export function Details(_props: object) {
  return null;
}
