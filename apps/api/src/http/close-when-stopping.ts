import type { Server } from "node:http";

/**
 * Once stopping has begun, each connection is closed behind the answer that is under way on it, so that closing the
 * server need not wait for idle clients.
 */
export function closeWhenStopping(server: Server, stopping: AbortSignal): void {
  server.prependListener("request", (req, res) => {
    if (stopping.aborted) res.setHeader("Connection", "close");
    res.once("close", () => {
      if (stopping.aborted) req.socket.destroySoon();
    });
  });
}
