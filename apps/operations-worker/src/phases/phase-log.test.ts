import { waitFor } from "@longhaul/testing";
import { expect, it } from "vitest";
import { createPhaseLog } from "./phase-log.ts";
import type { LoggedEntry, LogReport } from "./protocol.ts";

function logTo(): { readonly reports: LogReport[]; readonly entries: () => LoggedEntry[] } & ReturnType<
  typeof createPhaseLog
> {
  const reports: LogReport[] = [];
  return {
    reports,
    entries: () => reports.flatMap(({ entries }) => [...entries]),
    ...createPhaseLog((report) => reports.push(report)),
  };
}

it("tells the first entry at once and those that follow together, without being asked", async () => {
  const { log, reports, entries } = logTo();
  log.info("first");
  expect(entries().map(({ message }) => message)).toEqual(["first"]);
  log.warn("second", { rows: 2 });
  log.debug("third");
  await waitFor(() => entries().length === 3, { what: "the others" });
  expect(reports).toHaveLength(2);
  expect(entries()[1]).toMatchObject({ level: "warn", message: "second", fields: { rows: 2 } });
});

it("tells all that is left when the task ends", () => {
  const { log, entries, flush } = logTo();
  for (let idx = 0; idx < 5; idx++) log.info(`${idx}`);
  flush();
  expect(entries().map(({ message }) => message)).toEqual(["0", "1", "2", "3", "4"]);
});

it("bounds what one task tells, and counts the rest, but for its failures", () => {
  const { log, reports, entries, flush } = logTo();
  for (let idx = 0; idx < 25_000; idx++) log.debug("detail");
  log.error("the failure");
  flush();
  expect(entries().length).toBe(10_001);
  expect(entries().at(-1)?.message).toBe("the failure");
  expect(reports.reduce((sum, { dropped }) => sum + dropped, 0)).toBe(15_000);
});

it("keeps the stack of an error apart from its message", () => {
  const { log, entries } = logTo();
  log.error("failed", { err: new Error("no such column", { cause: new Error("deeper") }), row: 3 });
  const [entry] = entries();
  expect(entry?.fields).toEqual({ err: "no such column", row: 3 });
  expect(entry?.trace).toMatchObject({ message: "no such column", cause: { message: "deeper" } });
});

const cyclic: Record<string, unknown> = {};
cyclic["self"] = cyclic;

it.each<[string, unknown, unknown]>([
  ["text that Postgres can't keep", "a\0b\uD800", { "\0": "\uDFFF" }],
  ["very long text", "x".repeat(1_000_000), { text: "y".repeat(1_000_000) }],
  ["a circle", "m", cyclic],
  ["numbers without JSON", "m", { big: 2n ** 80n, nan: Number.NaN, infinite: Infinity }],
  ["functions and symbols", "m", { call: () => 1, symbol: Symbol("s") }],
  [
    "a getter that throws",
    "m",
    Object.defineProperty({}, "x", {
      enumerable: true,
      get: () => {
        throw new Error("no");
      },
    }),
  ],
  ["no text", undefined, null],
  ["an object for a text", Object.create(null), 7],
])("never fails over %s, and tells something that a message can hold", (_what, message, fields) => {
  const { log, entries } = logTo();
  log.info(message as string, fields as Record<string, unknown>);
  const [entry] = entries();
  expect(typeof entry?.message).toBe("string");
  expect(structuredClone(entry)).toEqual(entry);
  expect(JSON.stringify({ ...entry, trace: undefined }).length).toBeLessThan(10_000);
});
