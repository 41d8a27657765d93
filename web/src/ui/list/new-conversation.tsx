/** To come. */
export function NewConversation(_props: object) {
  return null;
}
