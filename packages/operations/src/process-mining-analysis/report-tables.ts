import { csvText } from "../basics/csv-text.ts";
import { rootCausesOf } from "../analysis-report/causes-section.ts";
import { readFigure, readValue } from "../wording/read-figure.ts";
import type { EarlierPhase } from "../basics/phase-context.ts";
import type { Discovery } from "../findings/discovery.ts";

const round = (value: number): number => Number(value.toFixed(3));

/** Every activity with its figures, one row each. */
export function activitiesCsv({ graph, activities }: Discovery): string {
  return csvText(
    [
      "activity",
      "events",
      "cases",
      "starts_case",
      "ends_case",
      "mean_service_sec",
      "mean_waiting_sec",
      "median_waiting_sec",
      "total_waiting_sec",
    ],
    graph.nodes.map((node, idx) => {
      const performance = activities[idx];
      const waiting = performance?.waiting;
      const service = performance?.service;
      const hasWaiting = waiting !== undefined && waiting.count > 0;
      return [
        node.activity,
        node.count,
        node.caseCount,
        node.startCount,
        node.endCount,
        service === null || service === undefined || service.count === 0 ? null : round(service.meanSec),
        hasWaiting ? round(waiting.meanSec) : null,
        hasWaiting ? round(waiting.medianSec) : null,
        hasWaiting ? round(waiting.totalSec) : null,
      ];
    }),
  );
}

/** Every transition with its figures, one row each. */
export function transitionsCsv({ graph, transitionTimes }: Discovery): string {
  return csvText(
    ["from", "to", "count", "cases", "mean_sec", "median_sec", "min_sec", "max_sec", "total_sec"],
    graph.edges.map((edge, idx) => {
      const times = transitionTimes[idx]?.waiting;
      return [
        graph.nodes[edge.from]?.activity,
        graph.nodes[edge.to]?.activity,
        edge.count,
        edge.caseCount,
        ...(times === undefined
          ? [null, null, null, null, null]
          : [times.meanSec, times.medianSec, times.minSec, times.maxSec, times.totalSec].map(round)),
      ];
    }),
  );
}

/** The most frequent variants, one row each. */
export function variantsCsv(discovery: Discovery): string {
  return csvText(
    ["rank", "cases", "share_percent", "events", "mean_duration_sec", "median_duration_sec", "activities"],
    (discovery.variants ?? []).map((variant, idx) => [
      idx + 1,
      variant.cases,
      round(100 * variant.share),
      variant.activities.length,
      variant.meanDurationSec === undefined ? null : round(variant.meanDurationSec),
      variant.medianDurationSec === undefined ? null : round(variant.medianDurationSec),
      variant.activities.join(" → "),
    ]),
  );
}

/**
 * What goes with long cases, rework, deviations and outcomes, as results tell it: a row for each segment of each question. Null
 * where nothing goes with anything.
 */
export function rootCausesCsv(phases: readonly EarlierPhase[]): string | null {
  const rootCauses = rootCausesOf(phases);
  const questions = readValue(rootCauses, "questions");
  const rows = [rootCauses, ...(Array.isArray(questions) ? (questions as unknown[]) : [])].flatMap((answer) => {
    const causes = readValue(answer, "causes");
    const about = [readFigure(answer, "question") ?? "duration", readFigure(answer, "about")];
    return !Array.isArray(causes)
      ? []
      : causes.map((cause) => [
          ...about,
          readFigure(cause, "segment"),
          ...CAUSE_FIGURES.map(([, key]) => readFigure(cause, key)),
        ]);
  });
  if (rows.length === 0) return null;
  return csvText(["question", "about", "segment", ...CAUSE_FIGURES.map(([column]) => column)], rows);
}

const CAUSE_FIGURES = [
  ["cases", "cases"],
  ["other_cases", "otherCases"],
  ["coverage", "coverage"],
  ["mean_sec", "meanSec"],
  ["other_mean_sec", "otherMeanSec"],
  ["longer_at_least_sec", "differenceLowSec"],
  ["longer_at_most_sec", "differenceHighSec"],
  ["longer_later_sec", "laterDifferenceSec"],
  ["share", "share"],
  ["other_share", "otherShare"],
  ["more_at_least", "differenceLow"],
  ["more_at_most", "differenceHigh"],
  ["more_later", "laterDifference"],
  ["cliffs_delta", "cliffsDelta"],
  ["share_explained", "shareExplained"],
] as const;
