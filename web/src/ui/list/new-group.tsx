/** To come. */
export function NewGroup(_props: object) {
  return null;
}
