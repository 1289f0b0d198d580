import { cutCaption } from "./cut-caption.ts";
import type { Block, Cell, Section } from "@longhaul/rendering";
import { compareTransitions, compareVariants, type TransitionChange } from "./compare-analyses.ts";
import { ARROW } from "./case-sections.ts";
import { readBothBottlenecks, readBothDurations } from "./chart-readings.ts";
import { keyFigures } from "./key-figures.ts";
import { change, count, duration, percent } from "./quantities.ts";
import type { ReportSource } from "./report-source.ts";

const MOST = 10;
const SECONDS = { unit: "s" };

/** Two analyses side by side, with what differs. */
export function comparisonSections(a: ReportSource, b: ReportSource, withCharts: boolean): Section[] {
  return [
    sideBySide(a, b, withCharts),
    ...variants(a, b, withCharts),
    ...bottlenecks(a, b, withCharts),
    ...transitions(a, b),
  ];
}

/** How the analyses are called: A and B, with what tells them apart. */
export function comparedNames(a: ReportSource, b: ReportSource): [string, string] {
  const [first, second] =
    a.operation.operationName === b.operation.operationName
      ? [a.operation.datasetName ?? a.operation.operationId, b.operation.datasetName ?? b.operation.operationId]
      : [a.operation.operationName, b.operation.operationName];
  return [`A: ${first}`, `B: ${second}`];
}

function sideBySide(a: ReportSource, b: ReportSource, withCharts: boolean): Section {
  const [nameA, nameB] = comparedNames(a, b);
  const figuresB = new Map(keyFigures(b.discovery).map((figure) => [figure.label, figure.value]));
  const rows = keyFigures(a.discovery).flatMap(({ label, write, value }): Cell[][] => {
    const other = figuresB.get(label);
    return other === undefined ? [] : [[label, write(value), write(other), change(other - value, write)]];
  });
  const columns = [{ label: "Figure" }, { label: nameA }, { label: nameB }, { label: "B against A" }];
  const blocks: Block[] = [{ kind: "table", caption: "Key figures of both analyses", columns, rows }];
  const [timesA, timesB] = [a.discovery.caseDurations, b.discovery.caseDurations];
  if (withCharts && timesA !== undefined && timesB !== undefined) {
    const bars = (["median", "p75", "mean", "p95"] as const).flatMap((key) =>
      Number.isFinite(timesA[key] + timesB[key])
        ? [{ label: QUANTILES[key], values: [duration(timesA[key]), duration(timesB[key])] }]
        : [],
    );
    const chart = { kind: "bars" as const, series: [nameA, nameB], unit: "s", bars };
    const reading = readBothDurations(a.discovery, b.discovery);
    blocks.push({ kind: "chart", caption: "Case durations of both", chart, reading });
  }
  return { heading: "Side by side", blocks };
}

const QUANTILES = {
  median: "Median duration",
  p75: "75 % of cases within",
  mean: "Mean duration",
  p95: "95 % of cases within",
} as const;

function variants(a: ReportSource, b: ReportSource, withCharts: boolean): Section[] {
  const compared = compareVariants(a.discovery, b.discovery);
  const blocks: Block[] = [
    {
      kind: "text",
      text: `${count(compared.shared.length).text} variants occur in both analyses, ${count(compared.onlyA.length).text} in A only and ${count(compared.onlyB.length).text} in B only.${compared.isComplete ? "" : " Only the 1,000 most frequent of each were compared."}`,
    },
  ];
  if (withCharts && compared.shared.length > 0) {
    const bars = compared.shared
      .slice(0, MOST)
      .map((one) => ({ label: one.activities.join(ARROW), values: [percent(one.shareA), percent(one.shareB)] }));
    const chart = { kind: "bars" as const, series: comparedNames(a, b), unit: "%", bars };
    blocks.push({
      kind: "chart",
      caption: cutCaption("Share of cases of the most frequent variants in both", bars.length, compared.shared.length),
      chart,
    });
  }
  const only = (list: typeof compared.onlyA, caption: string): Block[] => {
    if (list.length === 0) return [];
    const columns = [{ label: "Activities" }, { label: "Cases" }, { label: "Share", unit: "%" }];
    const rows = list.slice(0, MOST).map((one) => [one.activities.join(ARROW), count(one.cases), percent(one.share)]);
    return [{ kind: "table", caption: cutCaption(caption, rows.length, list.length), columns, rows }];
  };
  blocks.push(...only(compared.onlyB, "New in B: the most frequent variants that A doesn't have"));
  blocks.push(...only(compared.onlyA, "Lost in B: the most frequent variants that only A has"));
  const isMeasured = a.discovery.variants !== undefined && b.discovery.variants !== undefined;
  return isMeasured ? [{ heading: "Variants: shared, new and lost", blocks }] : [];
}

function bottlenecks(a: ReportSource, b: ReportSource, withCharts: boolean): Section[] {
  const [listA, listB] = [a.discovery.bottlenecks?.activities ?? [], b.discovery.bottlenecks?.activities ?? []];
  const shareIn = (list: typeof listA) => new Map(list.map((one) => [one.activity, one.shareOfCycleTime]));
  const [sharesA, sharesB] = [shareIn(listA), shareIn(listB)];
  const all = [...new Set([...sharesA.keys(), ...sharesB.keys()])]
    .map((activity) => ({ activity, inA: sharesA.get(activity) ?? 0, inB: sharesB.get(activity) ?? 0 }))
    .toSorted((one, other) => Math.max(other.inA, other.inB) - Math.max(one.inA, one.inB));
  const rows = all.slice(0, MOST);
  const caption = cutCaption("Share of all cycle time that passes waiting for an activity", rows.length, all.length);
  if (rows.length === 0) return [];
  const blocks: Block[] = [];
  if (withCharts) {
    const bars = rows.map(({ activity, inA, inB }) => ({ label: activity, values: [percent(inA), percent(inB)] }));
    const chart = { kind: "bars" as const, series: comparedNames(a, b), unit: "%", bars };
    blocks.push({ kind: "chart", caption, chart, reading: readBothBottlenecks(rows) });
  } else {
    const columns = [{ label: "Activity" }, { label: "A", unit: "%" }, { label: "B", unit: "%" }];
    const cells = rows.map(({ activity, inA, inB }) => [activity, percent(inA), percent(inB)]);
    blocks.push({
      kind: "table",
      caption,
      columns,
      rows: cells,
    });
  }
  return [{ heading: "Where time is lost", blocks }];
}

function transitions(a: ReportSource, b: ReportSource): Section[] {
  const { slower, faster } = compareTransitions(a.discovery, b.discovery);
  const table = (list: readonly TransitionChange[], caption: string): Block[] => {
    if (list.length === 0) return [];
    const columns = [
      { label: "From → to" },
      { label: "Median in A", ...SECONDS },
      { label: "Median in B", ...SECONDS },
      { label: "Difference", ...SECONDS },
      { label: "Times in B" },
    ];
    const rows = list
      .slice(0, MOST)
      .map((one) => [
        `${one.from}${ARROW}${one.to}`,
        duration(one.medianA),
        duration(one.medianB),
        change(one.medianB - one.medianA, duration),
        count(one.countB),
      ]);
    return [{ kind: "table", caption: cutCaption(caption, rows.length, list.length), columns, rows }];
  };
  const blocks = [
    ...table(slower, "Transitions that take longer in B, by median"),
    ...table(faster, "Transitions that take less time in B, by median"),
  ];
  return blocks.length === 0 ? [] : [{ heading: "Slower and faster transitions", blocks }];
}
