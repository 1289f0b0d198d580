// A receiver in its own process. It answers 200, but never answers below /dead. It reports arrivals by IPC.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

interface Arrival {
  readonly eventId: string;
  readonly path: string;
  readonly atMs: number;
}

let arrivals: Arrival[] = [];
let count = 0;

const server = createServer((request, response) => {
  request.resume().once("end", () => {
    count++;
    const path = request.url ?? "";
    arrivals.push({ eventId: String(request.headers["webhook-id"]), path, atMs: Date.now() });
    if (!path.startsWith("/dead")) response.end("ok");
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "0.0.0.0", () => process.send?.({ type: "port", port: (server.address() as AddressInfo).port }));

process.on("message", (message) => {
  if (message === "count") process.send?.({ type: "count", count });
  if (message === "take") {
    process.send?.({ type: "arrivals", arrivals });
    arrivals = [];
    count = 0;
  }
  if (message === "stop") process.exit();
});
process.on("disconnect", () => process.exit());
