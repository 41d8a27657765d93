/** The table of all keys, as `?` shows it. */
import { control } from "../keys.ts";
import { type Key, say } from "../words/words.ts";
import { Dialog } from "./dialog.tsx";

type Row = readonly [Key, readonly string[]];

function groups(): readonly (readonly [Key, readonly Row[]])[] {
  return [
    ["anywhere", [
      ["keySearch", [control("K")]],
      ["keyNextPrevious", ["Alt ↓", "Alt ↑"]],
      ["keyNextUnread", ["Alt Shift ↓"]],
      ["keyPane", ["F6"]],
      ["keyDetails", [control(".")]],
      ["keyClose", ["Esc"]],
      ["keyTable", ["?"]],
    ]],
    ["inTheList", [
      ["keyMove", ["↑", "↓"]],
      ["keyOpen", ["Enter"]],
      ["keyToMessages", ["→"]],
      ["keyMute", ["M"]],
      ["keyMenu", ["Shift F10"]],
      ["keyNew", ["N"]],
    ]],
    ["onAMessage", [
      ["keyMove", ["↑", "↓"]],
      ["keyReply", ["R"]],
      ["keyForward", ["F"]],
      ["keyCopy", ["C"]],
      ["keyPin", ["P"]],
      ["keyOpenOrPlay", ["Enter"]],
      ["keyMenu", ["Shift F10"]],
      ["keyDelete", ["Delete"]],
      ["keyToField", ["Esc"]],
    ]],
    ["writing", [
      ["keySend", ["Enter"]],
      ["keyNewLine", ["Shift Enter"]],
      ["keyToMessages", ["↑"]],
      ["keyAttach", [control("U")]],
      ["keyMention", ["@"]],
    ]],
  ];
}

export function keyTable() {
  return <KeyTable />;
}

function KeyTable() {
  return (
    <Dialog title={say("keyboard")} wide>
      <div class="keymap">
        {groups().map(([title, rows]) => (
          <section key={title}>
            <h3>{say(title)}</h3>
            <dl>
              {rows.map(([what, keys]) => (
                <div key={what}>
                  <dt>{say(what)}</dt>
                  <dd>{keys.map((key) => <kbd key={key}>{key}</kbd>)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
