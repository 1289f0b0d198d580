import { once } from "node:events";
import type { Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { waitFor } from "@longhaul/testing";
import express from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createHttpServer } from "./create-http-server.ts";
import { limitBodyTime } from "./limit-body-time.ts";
import { requestId } from "./request-id.ts";

const LONG = 3_600_000;
const servers: Server[] = [];

/** A server whose `/json` and `/upload` read the body, and whose other paths answer without it. */
async function serve(times: Partial<Parameters<typeof limitBodyTime>[0]>): Promise<number> {
  const app = express();
  app.use(
    requestId,
    limitBodyTime({ bodyMs: LONG, uploadSpanMs: LONG, uploadSpanBytes: 1000, lingerMs: LONG, ...times }),
  );
  app.post("/json", express.json(), (req, res) => void res.json(req.body));
  app.post("/upload", async (req, res) => {
    const body = await text(req).catch(() => null);
    if (body !== null) res.json({ length: body.length });
  });
  app.use((_req, res) => void res.status(401).send("who are you?"));
  const server = createHttpServer(app).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** Sends the head of a request and the first byte of its body. */
function begin(port: number, path: string, type: string, length: number) {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  const client = { socket, answer: "", isClosed: false };
  socket.on("data", (chunk) => (client.answer += String(chunk)));
  socket.once("close", () => (client.isClosed = true));
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n{`);
  return client;
}

const closed = (client: ReturnType<typeof begin>): Promise<boolean> =>
  waitFor(() => client.isClosed, { what: "the end of the connection" });

describe("a body that doesn't come", () => {
  let impatient: number;
  let patient: number;
  beforeAll(async () => {
    impatient = await serve({ bodyMs: 50, uploadSpanMs: 50, lingerMs: 50 });
    patient = await serve({});
  });

  it.each([
    ["/json", "application/json"],
    ["/json", "text/plain"],
    ["/upload", "application/octet-stream"],
    ["/upload", "multipart/form-data; boundary=x"],
  ])("of %s as %s ends with its connection, and is told why where the answer is open", async (path, type) => {
    const client = begin(impatient, path, type, 500_000);
    await closed(client);
    const { answer } = client;
    // What nobody reads has its answer, and only its connection ends.
    expect(answer).toMatch(/^HTTP\/1\.1 (408 [^]*"code":"request_timeout"|200 )/);
  });

  it("ends, once it is refused, as well", async () => {
    const client = begin(impatient, "/elsewhere", "application/json", 500_000);
    await closed(client);
    expect(client.answer).toMatch(/^HTTP\/1\.1 401 /);
  });

  it("leaves the connection open when it comes after all, also behind the answer", async () => {
    for (const [path, status] of [
      ["/json", 200],
      ["/elsewhere", 401],
    ] as const) {
      const client = begin(patient, path, "application/json", 2);
      client.socket.write("}");
      await waitFor(() => client.answer !== "", { what: "the answer" });
      client.socket.write("POST /json HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
      await closed(client);
      expect(client.answer.match(/^HTTP\/1\.1 \d+|(?<=[a-z?}])HTTP\/1\.1 \d+/gm)).toEqual([
        `HTTP/1.1 ${status}`,
        "HTTP/1.1 200",
      ]);
    }
  });
});

it("lets an upload take many spans while bytes arrive", async () => {
  const port = await serve({ uploadSpanMs: 100, uploadSpanBytes: 1 });
  const client = begin(port, "/upload", "multipart/form-data; boundary=x", 101);
  const begun = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    client.socket.write(performance.now() - begun > 500 ? "x".repeat(100 - sent) : "x");
    if (++sent > 90 || performance.now() - begun > 500) clearInterval(timer);
  }, 10);
  await waitFor(() => client.answer !== "", { what: "the answer" });
  expect(client.answer).toContain('{"length":101}');
  client.socket.destroy();
});
