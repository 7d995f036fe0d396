import { render } from "preact";
import { App } from "./app";
import { Live } from "./live";

const live = new Live();
render(<App live={live} />, document.body);
live.start();
