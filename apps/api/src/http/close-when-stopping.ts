import type { Server } from "node:http";

/**
 * Once stopping has begun, each connection is closed behind the answer that is under way on it, so that closing the
 * server need not wait for idle clients. Add it before what handles requests.
 */
export function closeWhenStopping(server: Server, stopping: AbortSignal): void {
  server.on("request", (req, res) => {
    if (stopping.aborted) res.setHeader("Connection", "close");
    res.once("close", () => {
      if (stopping.aborted) req.socket.destroySoon();
    });
  });
}
