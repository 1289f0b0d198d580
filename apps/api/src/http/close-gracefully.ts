import { once } from "node:events";
import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** How a server leaves a load balancer's view without breaking a request. */
export interface GracefulServer {
  /** From now on every answer says that its connection ends with it; all else goes on. */
  retire(): void;
  /** Takes no more connections, lets what is under way end, and ends the others. Resolves when all are gone. */
  close(): Promise<void>;
}

/** A new connection that has carried no request may be about to. */
const FIRST_REQUEST_MS = 1_000;
const POLL_MS = 50;

interface Connection {
  readonly openedAt: number;
  requests: number;
  underWay: number;
}

export function closeGracefully(server: Server): GracefulServer {
  const connections = new Map<Socket, Connection>();
  const answers = new Set<ServerResponse>();
  let isRetiring = false;
  let isClosing = false;

  server.on("connection", (socket) => {
    connections.set(socket, { openedAt: performance.now(), requests: 0, underWay: 0 });
    socket.once("close", () => connections.delete(socket));
  });
  server.prependListener("request", ({ socket }, res) => {
    const connection = connections.get(socket);
    if (connection !== undefined) {
      connection.requests++;
      connection.underWay++;
    }
    answers.add(res);
    if (isRetiring) res.setHeader("Connection", "close");
    res.on("close", () => {
      answers.delete(res);
      if (connection !== undefined) connection.underWay--;
      if (isClosing) socket.destroySoon();
    });
  });

  const isIdle = ({ openedAt, requests, underWay }: Connection): boolean =>
    underWay === 0 && (requests > 0 || performance.now() - openedAt > FIRST_REQUEST_MS);
  const endIdle = (): void => {
    for (const [socket, connection] of connections) if (isIdle(connection)) socket.destroySoon();
  };

  const retire = (): void => {
    isRetiring = true;
    for (const res of answers) if (!res.headersSent) res.setHeader("Connection", "close");
  };
  return {
    retire,
    async close() {
      retire();
      isClosing = true;
      const closed = once(server, "close");
      server.close();
      // Requests that have arrived by now are read before their connections are taken for idle.
      await new Promise((resolve) => setImmediate(resolve));
      endIdle();
      const timer = setInterval(endIdle, POLL_MS);
      await closed.finally(() => clearInterval(timer));
    },
  };
}
