/** To come. */
export function SettingsMenu(_props: object) {
  return null;
}
