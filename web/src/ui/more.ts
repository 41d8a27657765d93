/**
 * What the first screen doesn't need. All of it is loaded with the first part that is asked for, because together it is smaller than in
 * pieces; only calls, the other language and the ways in are loaded by themselves.
 */
export { ChooseContact } from "./composer/contact.tsx";
export { Files } from "./composer/files.tsx";
export { Panel } from "./composer/panel.tsx";
export { Recording } from "./composer/recording.tsx";
export { WritePost } from "./composer/write-post.tsx";
export { Details } from "./details/details.tsx";
export { PersonDialog } from "./details/person-dialog.tsx";
export { SafetyNumber } from "./details/safety-number.tsx";
export { Pay } from "./dialog/pay.tsx";
export { NewConversation } from "./list/new-conversation.tsx";
export { NewGroup } from "./list/new-group.tsx";
export { Search } from "./list/search.tsx";
export { Lightbox } from "./log/lightbox-view.tsx";
export { Post } from "./log/post.tsx";
export { SettingsMenu } from "./settings/menu.tsx";
export { SettingsPage } from "./settings/page.tsx";
export { GetKeys } from "./way-in/get-keys.tsx";
