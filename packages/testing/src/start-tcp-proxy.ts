import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { Server, Socket } from "node:net";
import { Transform } from "node:stream";

/** A way to a store that a test can cut, stall, silence and restore; the store itself serves others meanwhile. */
export interface TcpProxy {
  readonly port: number;
  /** Drops every connection and refuses new ones. */
  cut(): Promise<void>;
  /** Keeps connections, accepts new ones, and passes nothing on. */
  stall(): void;
  /** Passes nothing on for the connections of now, for ever, as when a firewall forgets them; new ones work. */
  silence(): number;
  /** Passes everything on so much later, in order; 0: at once again. */
  delay(ms: number): void;
  /** Ends every connection with a TCP reset; new ones work. */
  reset(): void;
  /** Passes everything on again, on the same port, but for what was silenced. */
  restore(): Promise<void>;
  /** Bytes that were passed on so far, both ways. */
  movedBytes(): number;
  /** Open connections from clients. */
  openConnections(): number;
  close(): Promise<void>;
}

export async function startTcpProxy(targetHost: string, targetPort: number): Promise<TcpProxy> {
  const pairs = new Set<readonly [client: Socket, upstream: Socket]>();
  let stalled = false;
  let delayMs = 0;
  /** What was read waits here for its time; what comes after it waits behind it. */
  const hold = (): Transform =>
    new Transform({
      transform: (bytes, _encoding, pass) =>
        delayMs === 0 ? pass(null, bytes) : void setTimeout(pass, delayMs, null, bytes),
    });
  let moved = 0;
  const count = (bytes: Buffer): void => {
    moved += bytes.length;
  };

  const listen = async (port: number): Promise<Server> => {
    const server = createServer((client) => {
      const upstream = connect(targetPort, targetHost);
      const pair = [client, upstream] as const;
      pairs.add(pair);
      client.on("error", () => undefined).on("close", () => pairs.delete(pair));
      upstream.on("error", () => undefined);
      client.on("data", count);
      upstream.on("data", count);
      client
        .pipe(hold())
        .pipe(upstream)
        .on("close", () => client.destroy());
      upstream
        .pipe(hold())
        .pipe(client)
        .on("close", () => upstream.destroy());
      if (stalled) pair.forEach((socket) => socket.pause());
    });
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return server;
  };
  const drop = async (): Promise<void> => {
    const closed = once(server, "close");
    server.close();
    for (const pair of pairs) pair.forEach((socket) => socket.destroy());
    await closed;
  };

  let server = await listen(0);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    port,
    cut: drop,
    stall() {
      stalled = true;
      for (const pair of pairs) pair.forEach((socket) => socket.pause());
    },
    silence() {
      const silenced = [...pairs];
      for (const [client, upstream] of silenced) {
        client.unpipe().resume();
        upstream.unpipe().resume();
      }
      return silenced.length;
    },
    delay(ms) {
      delayMs = ms;
    },
    reset() {
      for (const pair of pairs) pair.forEach((socket) => socket.resetAndDestroy());
    },
    async restore() {
      stalled = false;
      delayMs = 0;
      for (const pair of pairs) pair.forEach((socket) => socket.resume());
      if (!server.listening) server = await listen(port);
    },
    movedBytes: () => moved,
    openConnections: () => pairs.size,
    async close() {
      if (server.listening) await drop();
    },
  };
}
