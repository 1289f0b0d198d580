import { describe, expect, it } from "vitest";
import { isoOf, smallLog, tracesIn, tracesOf, type SmallEvent } from "../small-logs.fixture.ts";
import { accepted, fileOf, rowsOf } from "../test-imports.fixture.ts";
import { findJsonMap } from "./json-map.ts";

const EVENTS = smallLog();
const CASES = [...Map.groupBy(EVENTS, ({ caseId }) => caseId)];
const step = ({ activity, end, resource }: SmallEvent) => ({ status: activity, at: isoOf(end), by: resource });
const record = (event: SmallEvent) => ({ orderId: event.caseId, ...step(event) });
const byKey = Object.fromEntries(EVENTS.map((event) => [`-N${event.at}"x`, record(event)]));
const listsByCase = Object.fromEntries(CASES.map(([id, events]) => [id, events.map(step)]));
const mapsByCase = Object.fromEntries(
  CASES.map(([id, events]) => [id, Object.fromEntries(events.map((event) => [`-M${event.at}`, step(event)]))]),
);
const long = "x".repeat(3000);

describe("records of JSON under keys of their own", () => {
  it.each([
    ["values of the document", byKey, "orderId"],
    ["values of an object in it", { version: 3, orders: byKey }, "orderId"],
    ["values of an object beside others", { meta: { by: "a tool", version: 1 }, data: { orders: byKey } }, "orderId"],
    ["lists by case", listsByCase, "key"],
    ["lists by case in an object", { cases: listsByCase }, "key"],
    ["objects by case and by an id of each", mapsByCase, "key"],
    ["objects by case and by an id of each in an object", { cases: mapsByCase }, "key"],
    [
      "cases with a list of events",
      Object.fromEntries(CASES.map(([id, events]) => [id, { region: "n", owner: "o", events: events.map(step) }])),
      "key",
    ],
    [
      "records with lists in them",
      { orders: Object.fromEntries(EVENTS.map((event) => [`k${event.at}`, { ...record(event), items: [{ n: 1 }] }])) },
      "orderId",
    ],
    [
      "values of a long document",
      { orders: Object.fromEntries(EVENTS.map((event) => [`k${event.at}`, { ...record(event), note: long }])) },
      "orderId",
    ],
  ])("are read: %s", async (_what, document, caseId) => {
    for (const space of [0, 2]) {
      const { tablePath, detected, columns, format } = await accepted(
        await fileOf(JSON.stringify(document, null, space)),
      );
      expect(await tracesOf(tablePath)).toEqual(tracesIn(EVENTS));
      expect([detected.mapping.caseId, format]).toEqual([caseId, "json"]);
      expect(columns.some(({ name, sourceName = name }) => sourceName === "key")).toBe(true);
    }
  });

  it("keep their keys, of which one may have the name of a column", async () => {
    const document = Object.fromEntries(EVENTS.map((event) => [`-N${event.at}"é`, { ...record(event), key: "own" }]));
    const { tablePath } = await accepted(await fileOf(JSON.stringify(document)));
    expect(await rowsOf(tablePath, "DISTINCT key, regexp_full_match(key_, '-N\\d+\"é')")).toEqual([["own", true]]);
  });

  it.each([
    [
      "a table of columns by row number",
      { case: { 0: "a", 1: "b" }, activity: { 0: "x", 1: "y" }, time: { 0: 1, 1: 2 } },
    ],
    ["an event with objects in it", { case: { id: 1, name: "a" }, activity: { name: "b" }, by: { id: 2, mail: "c" } }],
    ["objects with different keys", { meta: { a: 1, b: 2 }, info: { c: 1, d: 2 }, more: { e: 1, f: 2 } }],
    ["lists of different things", { users: [{ id: 1, mail: "a" }], orders: [{ number: 1, at: "b" }] }],
    ["objects of one value", { a: { x: 1 }, b: { x: 1 }, c: { x: 1 } }],
    ["nothing", {}],
  ])("are not seen in %s", (_what, document) => {
    expect(findJsonMap(JSON.stringify(document))).toBeNull();
  });
});
