/** The page: it shows what the worker tells. */
import { render } from "preact";
import { keepForOffline } from "./offline.ts";
import "./main.css";

function App() {
  return (
    <main>
      <h1>Hearth</h1>
    </main>
  );
}

render(<App />, document.getElementById("app")!);
keepForOffline();
