import type { Quantity } from "@longhaul/rendering";
import type { Discovery } from "../process-mining-analysis/discovery.ts";
import { count, duration, percent } from "./quantities.ts";

/** A figure of an analysis with how a difference of two is written. */
export interface Figure {
  readonly label: string;
  readonly write: (value: number) => Quantity;
  readonly value: number;
}

/** The figures that reports begin with. Those that can't be known are left out. */
export function keyFigures(discovery: Discovery): Figure[] {
  const { cases, events, graph, variantCount, caseDurations, rework, efficiency } = discovery;
  return [
    { label: "Cases", write: count, value: cases },
    { label: "Events", write: count, value: events },
    { label: "Activities", write: count, value: graph.nodes.length },
    { label: "Variants", write: count, value: variantCount },
    ...(caseDurations === undefined
      ? []
      : [
          { label: "Median case duration", write: duration, value: caseDurations.median },
          { label: "Mean case duration", write: duration, value: caseDurations.mean },
          { label: "95 % of cases end within", write: duration, value: caseDurations.p95 },
        ]),
    { label: "Cases with rework", write: percent, value: cases === 0 ? 0 : rework.cases / cases },
    ...(efficiency === null || efficiency === undefined
      ? []
      : [{ label: "Flow efficiency", write: percent, value: efficiency.flowEfficiency }]),
  ].filter(({ value }) => Number.isFinite(value));
}
