/** To come. */
export function Search(_props: object) {
  return null;
}
