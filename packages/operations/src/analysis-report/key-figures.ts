import type { Quantity } from "@longhaul/rendering";
import type { Discovery } from "../findings/discovery.ts";
import type { Texts } from "../texts/texts.ts";

/** A figure of an analysis with how a difference of two is written. */
export interface Figure {
  readonly label: string;
  readonly write: (value: number) => Quantity;
  readonly value: number;
}

/** The figures that reports begin with. Those that can't be known are left out. */
export function keyFigures(discovery: Discovery, { tables, count, duration, percent }: Texts): Figure[] {
  const labels = tables.keyFigures;
  const { cases, events, graph, variantCount, caseDurations, rework, efficiency } = discovery;
  return [
    { label: labels.cases, write: count, value: cases },
    { label: labels.events, write: count, value: events },
    { label: labels.activities, write: count, value: graph.nodes.length },
    { label: labels.variants, write: count, value: variantCount },
    ...(caseDurations === undefined
      ? []
      : [
          { label: labels.medianDuration, write: duration, value: caseDurations.median },
          { label: labels.meanDuration, write: duration, value: caseDurations.mean },
          { label: labels.p95Duration, write: duration, value: caseDurations.p95 },
        ]),
    { label: labels.rework, write: percent, value: cases === 0 ? 0 : rework.cases / cases },
    ...(efficiency === null || efficiency === undefined
      ? []
      : [{ label: labels.efficiency, write: percent, value: efficiency.flowEfficiency }]),
  ].filter(({ value }) => Number.isFinite(value));
}
