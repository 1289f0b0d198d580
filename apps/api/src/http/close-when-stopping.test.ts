import { once } from "node:events";
import { Agent, createServer, get, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { closeWhenStopping } from "./close-when-stopping.ts";

it("closes a kept-alive connection behind the answer that was under way when stopping began", async () => {
  const stopping = new AbortController();
  const server = createServer();
  closeWhenStopping(server, stopping.signal);
  const arrived = new Promise<ServerResponse>((resolve) => server.once("request", (_req, res) => resolve(res)));
  server.keepAliveTimeout = 600_000;
  await once(server.listen(0, "127.0.0.1"), "listening");
  const agent = new Agent({ keepAlive: true });
  const { port } = server.address() as AddressInfo;
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    get({ host: "127.0.0.1", port, agent }, resolve).on("error", reject);
  });
  const res = await arrived;
  stopping.abort();
  const closed = once(server, "close");
  server.close();
  const body = "x".repeat(2_000_000);
  res.end(body);
  expect(await text(await answer)).toBe(body);
  await closed;
  expect(server.listening).toBe(false);
  agent.destroy();
});
