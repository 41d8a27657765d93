/** Runs before the first paint: the theme that the person chose, or there would be a flash of the other one. */
const theme = localStorage.getItem("theme");
if (theme === "light" || theme === "dark") {
  document.documentElement.dataset["theme"] = theme;
}
