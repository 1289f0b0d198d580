import type { Server } from "node:http";
import type { Socket } from "node:net";

/** So long a connection may stand still while something waits for its client. */
const STALLED_MS = 60_000;

/**
 * Ends connections whose clients have stopped to read their answer, of whatever kind it is: what waits for them, and the
 * file that it is read from, would be held for as long as they like. Slow readers are not meant, nor answers that have yet
 * to be made. Connections that carry no request end as they would without this.
 */
export function endStalledAnswers(server: Server, stalledMs: number = STALLED_MS): void {
  const answering = new Map<Socket, number>();
  server.prependListener("request", ({ socket }, res) => {
    answering.set(socket, (answering.get(socket) ?? 0) + 1);
    res.on("close", () => {
      const left = (answering.get(socket) ?? 1) - 1;
      if (left === 0) answering.delete(socket);
      else answering.set(socket, left);
    });
  });
  // Node emits this when nothing was received or sent on a connection for that long, not even a part of a write.
  server.setTimeout(stalledMs, (socket: Socket) => {
    if (!answering.has(socket) || socket.writableLength > 0) socket.destroy();
  });
}
