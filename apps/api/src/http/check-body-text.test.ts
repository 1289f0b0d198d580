import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { expect, it } from "vitest";
import { checkBodyText, MAX_CONTAINERS, MAX_DIFFERENT_KEYS } from "./check-body-text.ts";

const req = new IncomingMessage(new Socket());
const res = new ServerResponse(req);
const check = (text: string, encoding = "utf-8") => checkBodyText(req, res, Buffer.from(text), encoding);
const list = <T>(n: number, item: (idx: number) => T): T[] => Array.from({ length: n }, (_, idx) => item(idx));
const keys = (n: number) => Object.fromEntries(list(n, (idx) => [`k${idx}`, 1]));
const TOO_MANY = `the body must not have more than ${MAX_DIFFERENT_KEYS} different keys`;

it.each([
  ["in one object", keys(MAX_DIFFERENT_KEYS + 1)],
  ["in many objects", list(MAX_DIFFERENT_KEYS + 1, (idx) => ({ [`k${idx}`]: 1 }))],
  ["with quotes and backslashes in them", list(MAX_DIFFERENT_KEYS + 1, (idx) => ({ [`"\\": ${idx}`]: ":" }))],
  ["behind texts that look like keys", [`": "`, "\\", keys(MAX_DIFFERENT_KEYS + 1)]],
])("refuses a body with too many different keys %s, without parsing it", (_where, value) => {
  for (const indent of [0, 1]) expect(() => check(JSON.stringify(value, null, indent))).toThrow(TOO_MANY);
});

it.each([
  ["objects", list(MAX_CONTAINERS, () => ({}))],
  ["lists", list(MAX_CONTAINERS, () => [])],
  ["objects of one key", { a: list(MAX_CONTAINERS, () => ({ b: '"[{' })) }],
])("refuses a body with too many %s, without parsing it", (_what, value) => {
  expect(() => check(JSON.stringify(value))).toThrow(
    `the body must not have more than ${MAX_CONTAINERS} objects and lists`,
  );
});

it.each([
  ["as many objects and lists as may be", list(MAX_CONTAINERS - 1, (idx) => (idx % 2 === 0 ? {} : []))],
  ["texts with braces and brackets", ["[{".repeat(MAX_CONTAINERS)]],
  ["as many different keys as may be", keys(MAX_DIFFERENT_KEYS)],
  ["the same keys again and again", list(50_000, () => ({ key: 1, '"': 2 }))],
  ["texts with colons and quotes", list(30_000, (idx) => `"k${idx}": \\`)],
  ["nothing", null],
])("lets a body with %s pass", (_what, value) => {
  expect(() => check(JSON.stringify(value))).not.toThrow();
});

it.each(['{"a', '{"a\\', '"', "", '{"a":"\\"'])("leaves %j, which is no JSON, to the parser", (text) => {
  expect(() => check(text)).not.toThrow();
});

it("asks for UTF-8, of which alone it can tell where a text ends", () => {
  expect(() => check("{}", "utf-16le")).toThrow("send JSON as UTF-8");
});
