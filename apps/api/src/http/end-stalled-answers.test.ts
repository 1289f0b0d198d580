import { once } from "node:events";
import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { scaled, waitFor } from "@longhaul/testing";
import { afterEach, expect, it } from "vitest";
import { endStalledAnswers } from "./end-stalled-answers.ts";

let server: Server;
let client: Socket;
afterEach(() => {
  client.destroy();
  server.closeAllConnections();
  server.close();
});

/** A server, and a client that has asked it for something and reads nothing. */
async function ask(handler: RequestListener, stalledMs: number): Promise<void> {
  server = createServer(handler);
  endStalledAnswers(server, stalledMs);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  client = connect((server.address() as AddressInfo).port, "127.0.0.1").pause();
  client.on("error", () => undefined);
  client.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
}

const MEGABYTE = Buffer.alloc(1_000_000, "x");
/** More than the sockets of a machine hold. */
const MEGABYTES = 100;

it.each([
  ["one large text", (res) => void res.end(Buffer.alloc(MEGABYTES * 1_000_000, "x"))],
  ["many small parts", (res) => void Array.from({ length: MEGABYTES }, () => res.write(MEGABYTE))],
] satisfies [string, (res: ServerResponse) => void][])(
  "an answer of %s that nobody reads is given up with its connection",
  async (_name, send) => {
    let isClosed = false;
    await ask((_req, res) => {
      res.once("close", () => (isClosed = true));
      send(res);
    }, 20);
    await waitFor(() => isClosed, { what: "the end of the connection" });
    expect(client.bytesRead).toBeLessThan(MEGABYTES * 1_000_000);
  },
);

it("an answer that is read from a file closes the file, having held little of it", async () => {
  let held = 0;
  let parts = 0;
  const source = new Readable({
    read() {
      this.push(parts++ < MEGABYTES ? MEGABYTE : null);
    },
  });
  await ask((_req, res) => {
    source.on("data", () => (held = Math.max(held, res.writableLength)));
    pipeline(source, res).catch(() => undefined);
  }, 20);
  await waitFor(() => source.destroyed, { what: "the end of the file" });
  expect(parts).toBeLessThan(MEGABYTES);
  expect(held).toBeLessThan(3_000_000);
});

it("an answer that has yet to be made is waited for, however long", async () => {
  const stalledMs = scaled(200); // the request itself comes in less
  let answer: (() => void) | undefined;
  let askedAt = Infinity;
  await ask((_req, res) => {
    askedAt = performance.now();
    answer = () => void res.end("done");
  }, stalledMs);
  await waitFor(() => performance.now() - askedAt > 3 * stalledMs, { what: "several looks at the connection" });
  let text = "";
  client.on("data", (chunk) => (text += chunk.toString())).resume();
  answer?.();
  await waitFor(() => text.includes("done"), { what: "the answer" });
  expect(text).toMatch(/^HTTP\/1\.1 200 /);
});
