import { once } from "node:events";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { createLogger, createMetrics } from "@longhaul/runtime";
import express from "express";
import { expect, it, onTestFinished } from "vitest";
import { accessLog } from "./access-log.ts";

it("counts requests by methods that it knows, and all others as one", async () => {
  const metrics = createMetrics();
  const app = express();
  app.use(accessLog(createLogger({ service: "test", level: "error" }), metrics));
  const server = app.listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  for (const method of ["GET", "PATCH", "PROPFIND", "MKCALENDAR", "LINK", "QUERY"]) {
    const sent = request({ port, method }).end();
    const [answer] = (await once(sent, "response")) as [NodeJS.ReadableStream];
    await once(answer.resume(), "end");
  }
  const methods = (await metrics.text()).match(/http_request_duration_seconds_count{method="\w+"[^}]*} \d+/g) ?? [];
  expect(new Set(methods.map((line) => line.replace(/.*method="(\w+)".* (\d+)$/, "$1 $2")))).toEqual(
    new Set(["GET 1", "PATCH 1", "other 4"]),
  );
});
