import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "@fontsource-variable/inter/index.css";
import "./styles/tokens.css";
import "./styles/base.css";
import { App } from "./app/App";
import { applyTheme } from "./features/appearance";

applyTheme();

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element with the id “root”");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
