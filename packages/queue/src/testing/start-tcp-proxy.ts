import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { Server, Socket } from "node:net";

/** A way to a store that a test can cut, stall and restore; the store itself serves others meanwhile. */
export type TcpProxy = {
  readonly port: number;
  /** Drops every connection and refuses new ones. */
  readonly cut: () => Promise<void>;
  /** Keeps connections, accepts new ones, and passes nothing on. */
  readonly stall: () => void;
  /** Passes everything on again, on the same port. */
  readonly restore: () => Promise<void>;
};

export async function startTcpProxy(targetHost: string, targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let stalled = false;

  const follow = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
    if (stalled) socket.pause();
    return socket;
  };
  const listen = async (port: number): Promise<Server> => {
    const server = createServer((client) => {
      const upstream = follow(connect(targetPort, targetHost));
      follow(client);
      client.pipe(upstream).on("close", () => client.destroy());
      upstream.pipe(client).on("close", () => upstream.destroy());
      if (stalled) [client, upstream].forEach((socket) => socket.pause());
    });
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return server;
  };

  let server = await listen(0);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    port,
    cut: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
    stall: () => {
      stalled = true;
      for (const socket of sockets) socket.pause();
    },
    restore: async () => {
      stalled = false;
      for (const socket of sockets) socket.resume();
      if (!server.listening) server = await listen(port);
    },
  };
}
