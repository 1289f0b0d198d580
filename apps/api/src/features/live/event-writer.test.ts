import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { waitFor } from "@longhaul/testing";
import express from "express";
import { afterEach, expect, it } from "vitest";
import { createEventWriter, type StreamedEvent } from "./event-writer.ts";

let server: Server;
let client: Socket;
afterEach(() => {
  client.destroy();
  server.closeAllConnections();
  server.close();
});

const eventAt = (position: number): StreamedEvent => ({
  id: String(position),
  type: "operation.progress",
  body: "x".repeat(100_000),
});

/** A server that writes events to one client, which reads nothing at first. */
async function stream(events: number, over: AbortSignal) {
  const state = { written: 0, isDone: false, buffered: 0 };
  const app = express();
  app.get("/", async (_req, res) => {
    const writer = createEventWriter(res, over);
    while (state.written < events && !res.destroyed && !over.aborted) {
      await writer.write(eventAt(++state.written));
      state.buffered = Math.max(state.buffered, res.writableLength);
      writer.beat();
    }
    state.isDone = true;
    res.end();
  });
  server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  client = connect((server.address() as AddressInfo).port, "127.0.0.1").pause();
  client.on("error", () => undefined);
  client.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  return state;
}

const never = new AbortController().signal;

it("waits for a client that doesn't read, holding next to nothing, and goes on with it", async () => {
  const state = await stream(1000, never);
  await waitFor(() => state.written > 3, { what: "a full socket" });
  let bytes = 0;
  client.on("data", (chunk) => (bytes += chunk.length)).resume();
  await waitFor(() => state.isDone, { what: "the last event" });
  await waitFor(() => bytes > 1000 * 100_000, { what: "all bytes" });
  expect(state.buffered).toBeLessThan(400_000);
});

it("stops waiting when all is over", async () => {
  const over = new AbortController();
  const state = await stream(100_000, over.signal);
  await waitFor(() => state.written > 3, { what: "a full socket" });
  over.abort();
  await waitFor(() => state.isDone, { what: "the end" });
  expect(state.written).toBeLessThan(100_000);
});
