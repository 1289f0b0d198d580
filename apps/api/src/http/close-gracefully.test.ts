import { once } from "node:events";
import { Agent, createServer, get, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it, onTestFinished } from "vitest";
import { closeGracefully, type GracefulServer } from "./close-gracefully.ts";

interface Started {
  readonly server: Server;
  readonly graceful: GracefulServer;
  readonly port: number;
  /** Over connections that are kept alive. */
  readonly ask: () => Promise<IncomingMessage>;
}

async function start(handle: RequestListener): Promise<Started> {
  const server = createServer();
  const graceful = closeGracefully(server);
  server.on("request", handle);
  server.keepAliveTimeout = 3_600_000;
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });
  const ask = (): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      get({ host: "127.0.0.1", port, agent }, resolve).on("error", reject);
    });
  return { server, graceful, port, ask };
}

const read = async (answer: IncomingMessage): Promise<[string | undefined, string]> => [
  answer.headers.connection,
  await text(answer),
];

describe("a server that closes gracefully", () => {
  it("goes on answering while it retires, and says with each answer that the connection ends", async () => {
    const { graceful, ask } = await start((_req, res) => res.end("yes"));
    expect(await read(await ask())).toEqual(["keep-alive", "yes"]);
    graceful.retire();
    expect(await read(await ask())).toEqual(["close", "yes"]);
    expect(await read(await ask())).toEqual(["close", "yes"]);
  });

  it("says so too in the answer that was under way when it began to retire", async () => {
    const arrived = Promise.withResolvers<() => void>();
    const { graceful, ask } = await start((_req, res) => arrived.resolve(() => res.end("late")));
    const answer = ask();
    const finish = await arrived.promise;
    graceful.retire();
    finish();
    expect(await read(await answer)).toEqual(["close", "late"]);
  });

  it("ends an answer whole that had begun as one to be kept alive, and then its connection", async () => {
    const body = "x".repeat(2_000_000);
    const arrived = Promise.withResolvers<() => void>();
    const { server, graceful, ask } = await start((_req, res) => {
      res.flushHeaders();
      arrived.resolve(() => res.end(body));
    });
    const answer = ask();
    const finish = await arrived.promise;
    const closed = graceful.close();
    finish();
    expect(await read(await answer)).toEqual(["keep-alive", body]);
    await closed;
    expect(server.listening).toBe(false);
  });

  it("isn't held up by connections that are idle, or never carried a request", async () => {
    const { server, graceful, port, ask } = await start((_req, res) => res.end("yes"));
    await read(await ask());
    const silent = connect(port, "127.0.0.1");
    const ended = once(silent, "end");
    await once(silent, "connect");
    await graceful.close();
    await ended;
    silent.destroy();
    expect(server.listening).toBe(false);
  });
});
