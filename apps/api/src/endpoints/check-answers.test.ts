import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import express, { type RequestHandler } from "express";
import Joi from "joi";
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkAnswers } from "./check-answers.ts";
import { PROJECT, defineEndpoint } from "./define-endpoint.ts";
import type { SchemaName } from "./named-schemas.ts";

const endpoint = defineEndpoint({
  method: "patch",
  path: `${PROJECT}/async/things`,
  permission: "read",
  id: "things",
  tag: "About",
  summary: "Things",
  description: "Some.",
  answers: {
    200: { description: "all", schema: "Ping", media: ["text/plain"], headers: ["ETag"] },
    304: { description: "the same" },
  },
  faults: ["gone"],
  handle: () => async () => undefined,
});
const schemas = { Ping: Joi.object({ here: Joi.boolean() }) } as unknown as Record<SchemaName, Joi.Schema<unknown>>;

const ways: Readonly<Record<string, RequestHandler>> = {
  right: (_req, res) => void res.setHeader("ETag", '"1"').json({ here: true }),
  bytes: (_req, res) => void res.type("json").send(Buffer.from('{"here":true}')),
  text: (_req, res) => void res.type("text/plain").send("here"),
  same: (_req, res) => void res.status(304).end(),
  gone: (_req, res) => void res.status(410).json({ anything: 1 }),
  unauthenticated: (_req, res) => void res.status(401).json({ anything: 1 }),
  elsewhere: (_req, res) => res.redirect(303, "/right"),
  "another header": (_req, res) => void res.setHeader("Location", "/things").json({ here: true }),
  "another value": (_req, res) => void res.json({ here: "yes" }),
  "another value in bytes": (_req, res) => void res.type("json").send(Buffer.from('{"there":1}')),
  "another status": (_req, res) => void res.status(201).json({ here: true }),
  "another end": (_req, res) => void res.status(204).end(),
  "another type": (_req, res) => void res.type("text/html").send("<p>"),
  "a piece of another type": (_req, res) => void res.type("text/html").write("<p>"),
  "another fault": (_req, res) => void res.status(412).json({}),
};

let server: Server;
beforeAll(async () => {
  const app = express();
  app.set("env", "test");
  for (const [name, handler] of Object.entries(ways)) {
    app.get(`/${encodeURIComponent(name)}`, (req, res, next) => {
      checkAnswers(res, endpoint, schemas);
      handler(req, res, next);
    });
  }
  server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => server.close());

const statusOf = async (way: string): Promise<number> => {
  const { port } = server.address() as AddressInfo;
  return (await fetch(`http://127.0.0.1:${port}/${encodeURIComponent(way)}`, { redirect: "manual" })).status;
};

it.each([
  ["right", 200],
  ["bytes", 200],
  ["text", 200],
  ["same", 304],
  ["gone", 410],
  ["unauthenticated", 401],
  ["elsewhere", 303],
])("lets pass what an endpoint declares: %s", async (way, status) => {
  expect(await statusOf(way)).toBe(status);
});

it.each(Object.keys(ways).filter((way) => way.includes("another")))("makes a fault of %s", async (way) => {
  expect(await statusOf(way)).toBe(500);
});
