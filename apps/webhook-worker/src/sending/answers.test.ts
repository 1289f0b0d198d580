import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { parseAllowList } from "@longhaul/domain";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createSender } from "./create-sender.ts";
import type { Sender, SendOutcome } from "./sender.ts";

let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void;
let made = 0;
let server: Server;
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk))).on("end", () => answer(request, response, body));
  });
  server.on("connection", () => made++);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe.each(["got", "undici"] as const)("answers to a sender on %s", (client) => {
  const senderWith = (timeoutMs: number): Sender =>
    createSender(
      {
        client,
        timeoutMs,
        allowList: parseAllowList("loopback"),
        egressProxyUrl: null,
        dnsServers: [],
        dnsTimeoutMs: 1000,
      },
      { originCap: 4 },
    );
  const send = (sender: Sender): Promise<SendOutcome> =>
    sender.send({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?a=b`,
      headers: { "content-type": "application/json", "x-own": "1" },
      body: '{"name":"Bücher"}',
      share: "a",
    });
  let sender: Sender;
  beforeAll(() => {
    sender = senderWith(15_000);
  });
  afterAll(() => sender.close());
  beforeEach(() => {
    made = 0;
  });

  it("get one request each, with its length, headers and path, and leave their connection to the next ones", async () => {
    const seen: unknown[] = [];
    answer = ({ method, url, headers }, response, body) => {
      seen.push([method, url, headers["x-own"], headers["content-length"], headers["transfer-encoding"], body]);
      response.end("well");
    };
    for (let n = 0; n < 8; n++)
      expect(await send(sender)).toMatchObject({ outcome: "answered", statusCode: 200, excerpt: "well" });
    const request = ["POST", "/hook?a=b", "1", "18", undefined, '{"name":"Bücher"}'];
    expect(seen).toEqual(Array.from({ length: 8 }, () => request));
    // (undici may open a second one before the first is free.)
    expect(made).toBeLessThanOrEqual(2);
  });

  it("have no text without a body", async () => {
    answer = (_request, response) => response.writeHead(204, { "retry-after": "7" }).end();
    expect(await send(sender)).toMatchObject({ statusCode: 204, excerpt: "", retryAfter: "7" });
  });

  it("are read at their beginning alone, and the connection of one that doesn't end is closed", async () => {
    const closed = Promise.withResolvers<void>();
    answer = (_request, response) => {
      response.once("close", closed.resolve);
      response.writeHead(500).write("x".repeat(40_000));
    };
    const sent = await send(sender);
    expect(sent).toMatchObject({ outcome: "answered", statusCode: 500, excerpt: "x".repeat(1000) });
    await closed.promise;
  });

  it("that drip end with the attempt's time, and their connections too", async () => {
    const closed = Promise.withResolvers<void>();
    answer = (_request, response) => {
      response.write("a");
      const dripping = setInterval(() => response.write("a"), 5);
      response.once("close", () => {
        clearInterval(dripping);
        closed.resolve();
      });
    };
    const impatient = senderWith(300);
    expect(await send(impatient)).toEqual({
      outcome: "failed",
      kind: "timeout",
      message: "no complete answer within the timeout",
    });
    await closed.promise;
    await impatient.close();
  });

  it("that never come end with the attempt's time, also where all connections of the origin are taken", async () => {
    answer = () => undefined;
    const impatient = senderWith(300);
    const sent = await Promise.all(Array.from({ length: 6 }, () => send(impatient)));
    expect(sent.map((one) => (one.outcome === "failed" ? one.kind : one.outcome))).toEqual(Array(6).fill("timeout"));
    await impatient.close();
  });

  it("that break off are failures of the network", async () => {
    answer = (request, response) => {
      response.writeHead(200, { "content-length": "100" }).write("half");
      setImmediate(() => request.socket.destroy());
    };
    expect(await send(sender)).toMatchObject({ outcome: "failed", kind: "network_error" });
    answer = (request) => request.socket.destroy();
    expect(await send(sender)).toMatchObject({ outcome: "failed", kind: "network_error" });
  });

  it("that come before the request has been read are kept", async () => {
    answer = (_request, response) => response.end("never");
    server.prependOnceListener("request", (_request, response: ServerResponse) =>
      response.writeHead(413, { connection: "close" }).end("too large"),
    );
    expect(await send(sender)).toMatchObject({ outcome: "answered", statusCode: 413, excerpt: "too large" });
  });
});
