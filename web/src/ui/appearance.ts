/** Colours, density and language, as the settings say; kept beside for the first paint of the next time. */
import { effect } from "@preact/signals";
import { currentUser, settings } from "./state.ts";
import { language, speak } from "./words/words.ts";

export function followAppearance(): void {
  effect(() => {
    if (!currentUser.value) return;
    const { theme, density, language: wanted } = settings.value;
    const root = document.documentElement.dataset;
    if (theme === "system") {
      delete root["theme"];
      localStorage.removeItem("theme");
    } else {
      root["theme"] = theme;
      localStorage.setItem("theme", theme);
    }
    root["density"] = density;
    if (wanted) localStorage.setItem("language", wanted);
    else localStorage.removeItem("language");
    speak(wanted);
  });
  effect(() => {
    document.documentElement.lang = language.value;
  });
}
