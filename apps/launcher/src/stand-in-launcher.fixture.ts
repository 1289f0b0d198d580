/** The launcher with fake apps; everything else is real. */
import { fileURLToPath } from "node:url";
import { runLauncher } from "./run-launcher.ts";

const entry = fileURLToPath(new URL("stand-in-app.fixture.ts", import.meta.url));
process.exit(
  await runLauncher(
    [
      { name: "api", role: "api", entry },
      { name: "operations-worker", role: "worker", entry },
      { name: "webhook-worker", role: "worker", entry },
    ],
    undefined,
    async () => undefined,
  ),
);
