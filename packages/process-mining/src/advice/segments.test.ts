import type { CaseAttribute } from "@longhaul/event-log";
import { expect, it } from "vitest";
import { eventLogFromTraces, type TraceEvent } from "../log/event-log-from-traces.ts";
import { findSegments } from "./segments.ts";

const HOUR_MS = 3_600_000;

/** An attribute of texts, from the text of each case. */
function textAttribute(name: string, texts: readonly string[]): CaseAttribute {
  const values = [...new Set(texts)];
  return { name, kind: "text", values, codes: Int32Array.from(texts, (one) => values.indexOf(one)) };
}

it("passes over attributes that were computed from whole cases, by texts and by numbers, and takes others", () => {
  // Sixteen paths of different lengths, ten cases each.
  const traces = Array.from({ length: 160 }, (_, at) => {
    const steps = (at % 16)
      .toString(2)
      .padStart(4, "0")
      .split("")
      .flatMap((bit, place) => (bit === "1" ? ["abcd".charAt(place)] : []));
    return ["start", ...steps, "end"].map((name, place): TraceEvent => [name, (at + place * (1 + at)) * HOUR_MS]);
  });
  const log = eventLogFromTraces(traces);
  const path = traces.map((trace) => trace.map(([name]) => name).join(" "));
  const numbers = (name: string, value: (trace: readonly TraceEvent[]) => number): CaseAttribute => ({
    name,
    kind: "number",
    numbers: Float64Array.from(traces, value),
  });
  const span = (trace: readonly TraceEvent[]): number => (trace.at(-1)?.[1] ?? 0) - (trace[0]?.[1] ?? 0);
  const segments = findSegments(log, [
    textAttribute("Variant", path),
    textAttribute(
      "Variant index",
      path.map((one) => `no. ${path.indexOf(one)}`),
    ),
    numbers("Events", (trace) => trace.length),
    numbers("Duration in days", (trace) => Number((span(trace) / 86_400_000).toFixed(2))),
    textAttribute(
      "region",
      traces.map((_, at) => (at % 3 === 0 ? "north" : "south")),
    ),
    numbers("amount", (trace) => (trace.length * 7919 + span(trace)) % 101),
  ]);
  const attributes = segments.filter(({ kind }) => kind === "attribute").map(({ what }) => what);
  expect([...new Set(attributes)]).toEqual(["region", "amount"]);
});
