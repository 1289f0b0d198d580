/** A process that keeps the contract between the launcher and an app; STAND_IN_FAILS and STAND_IN_IS_DEAF name those that break it. */
import { createServer } from "node:http";

const name = process.env["WORKER_NAME"] ?? "";
if (name === process.env["STAND_IN_FAILS"]) {
  console.error("no such thing");
  process.exit(3);
}

process.on("disconnect", () => process.exit(0));
process.on("SIGTERM", () => {
  console.log("stopping");
  if (name !== process.env["STAND_IN_IS_DEAF"]) {
    process.exit(0);
  }
});

if (name === "api-1") {
  const server = createServer((_request, response) => response.end(JSON.stringify(process.env)));
  server.listen(Number(process.env["PORT"]), () => ready({ url: process.env["PUBLIC_URL"] }));
} else {
  setInterval(() => undefined, 60_000);
  ready({});
}

function ready(info: object): void {
  console.log(`pid ${process.pid}`);
  process.send?.({ type: "ready", ...info });
}
