import { describe, expect, it } from "vitest";
import { isoOf, smallLog, tracesIn, tracesOf, type SmallEvent } from "../import/small-logs.fixture.ts";
import { accepted, fileOf, rowsOf } from "../import/test-imports.fixture.ts";
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
const [open, closed] = [EVENTS.slice(0, 25), EVENTS.slice(25)].map((events) => events.map(record));
const logsByCase = (own: object): object =>
  Object.fromEntries(Object.entries(mapsByCase).map(([id, log]) => [id, { ...own, log }]));
const [north, south] = [CASES.slice(0, 4), CASES.slice(4)].map((cases) =>
  Object.fromEntries(cases.map(([id]) => [id, mapsByCase[id]])),
);
const settings = { a: { label: "A", value: 1 }, b: { label: "B", value: 2 }, c: { label: "C", value: 3 } };
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
    ["lists by case, of which one is empty", { ...listsByCase, "C-999": [] }, "key"],
    ["lists by case beside what is none", { total: 5, meta: { by: "x", at: "y" }, ...listsByCase, end: null }, "key"],
    ["two lists beside a number", { count: 5, open, closed }, "orderId"],
    ["lists in groups beside a text", { 2023: { events: open }, 2024: { events: closed }, meta: "x" }, "orderId"],
    ["values of which one is null", { ...byKey, gone: null }, "orderId"],
    ["objects in the log of each case", { cases: logsByCase({ meta: { owner: "A", opened: "x" } }) }, "key"],
    ["objects in the log of each case with own values", logsByCase({ owner: "A" }), "key"],
    [
      "objects in the log of each case, of which one is a list",
      { ...logsByCase({ owner: "A" }), [String(CASES[0]?.[0])]: { owner: "A", log: CASES[0]?.[1].map(step) } },
      "key",
    ],
    ["objects by case in groups", { north, south }, "key"],
    ["maps behind settings", { config: settings, cases: mapsByCase }, "key"],
    ["maps behind a list of something else", { tags: [{ id: 1, name: "a" }], cases: mapsByCase }, "key"],
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

  it("have the own values of their case with them", async () => {
    const { tablePath } = await accepted(await fileOf(JSON.stringify(logsByCase({ owner: "Ann" }))));
    expect(await rowsOf(tablePath, 'DISTINCT "case:owner"')).toEqual([["Ann"]]);
  });

  it.each([
    ["a list beside an array of events", { events: open, archive: closed }, '"archive" (', 10],
    ["a map beside the one read", { log: byKey, users: settings }, '"users.*" (3)', 0],
    ["a map less deep than the one read", { config: settings, cases: mapsByCase }, '"config.*" (3)', 0],
    [
      "a map of events with other keys",
      { log: byKey, old: { x: { text: "Check", on: "2024-03-01" }, y: { text: "Pay", on: "2024-03-02" } } },
      '"old.*" (2)',
      10,
    ],
  ])("that are not read are told: %s", async (_what, document, place, points) => {
    const { detected } = await accepted(await fileOf(JSON.stringify(document)));
    const doubt = detected.doubts.find(({ kind }) => kind === "UnreadRecords");
    expect(doubt).toMatchObject({ points });
    expect(doubt?.detail).toContain(place);
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
