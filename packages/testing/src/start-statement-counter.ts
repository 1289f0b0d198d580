import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A proxy to a Postgres server that counts statements of clients; the server's own work isn't counted. */
export interface StatementCounter {
  /** As the URL that was given, by this way. */
  readonly url: string;
  /** Statements so far, of all connections. */
  statements(): number;
  close(): Promise<void>;
}

/** A simple query, and the execution of a prepared one. */
const STATEMENTS: ReadonlySet<string> = new Set(["Q", "E"]);

export async function startStatementCounter(databaseUrl: string): Promise<StatementCounter> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let statements = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
    }
    const read = readMessages((kind) => {
      if (STATEMENTS.has(kind)) statements++;
    });
    client.on("data", read);
    client.pipe(upstream).on("close", () => client.destroy());
    upstream.pipe(client).on("close", () => upstream.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  return {
    url: url.href,
    statements: () => statements,
    async close() {
      const closed = once(server, "close");
      server.close();
      sockets.forEach((socket) => socket.destroy());
      await closed;
    },
  };
}

/** Reads the kind of each client message: a letter, then the length of the rest. The first message has no letter. */
function readMessages(onMessage: (kind: string) => void): (chunk: Buffer) => void {
  let pending = Buffer.alloc(0);
  let letter = 0;
  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= letter + 4) {
      const end = letter + pending.readUInt32BE(letter);
      if (pending.length < end) return;
      if (letter === 1) onMessage(String.fromCharCode(pending.readUInt8(0)));
      pending = pending.subarray(end);
      letter = 1;
    }
  };
}
