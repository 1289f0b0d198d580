import type { Block, Cell, Quantity, Section } from "@longhaul/rendering";
import type { Texts } from "../texts/texts.ts";
import { compareBottlenecks, compareTransitions, compareVariants, type TransitionChange } from "./compare-analyses.ts";
import { knowsWork } from "../findings/discovery.ts";
import { MAX_VARIANTS as MOST_VARIANTS } from "../findings/summarize-variants.ts";
import { ARROW } from "./arrow.ts";
import { pathLabels } from "./path-labels.ts";
import { messageOf, readBothBottlenecks, readBothDurations, readPeriods } from "./chart-readings.ts";
import { keyFigures } from "./key-figures.ts";
import { cut } from "./cut-caption.ts";
import type { ReportSource } from "./report-source.ts";

const MOST = 10;
const SECONDS = { unit: "s" };

/** Two analyses side by side, with what differs. */
export function comparisonSections(a: ReportSource, b: ReportSource, texts: Texts, withCharts: boolean): Section[] {
  return [
    sideBySide(a, b, texts, withCharts),
    ...variants(a, b, texts, withCharts),
    ...bottlenecks(a, b, texts, withCharts),
    ...transitions(a, b, texts),
  ];
}

/** How the analyses are called: A and B, with what tells them apart. */
export function comparedNames(a: ReportSource, b: ReportSource, { tables }: Texts): [string, string] {
  const [first, second] =
    a.operation.operationName === b.operation.operationName
      ? [a.operation.datasetName ?? a.operation.operationId, b.operation.datasetName ?? b.operation.operationId]
      : [a.operation.operationName, b.operation.operationName];
  return [tables.comparedName("A", first), tables.comparedName("B", second)];
}

/** What differs between two analyses, in a few sentences. */
export function comparedText(a: ReportSource, b: ReportSource, texts: Texts): string {
  return [
    ...readBothDurations(a.discovery, b.discovery, texts),
    ...readPeriods(a.discovery, b.discovery, texts),
    ...readBothBottlenecks(compareBottlenecks(a.discovery, b.discovery), texts),
  ].join(" ");
}

function sideBySide(a: ReportSource, b: ReportSource, texts: Texts, withCharts: boolean): Section {
  const { tables, headings, change, duration, percent, points } = texts;
  const inPoints = (size: number): Quantity => {
    const { value, text } = points(size);
    return { value, text: tables.points(text), unit: tables.inPoints };
  };
  const [nameA, nameB] = comparedNames(a, b, texts);
  const figuresB = new Map(keyFigures(b.discovery, texts).map((figure) => [figure.label, figure.value]));
  const rows = keyFigures(a.discovery, texts).flatMap(({ label, write, value }): Cell[][] => {
    const other = figuresB.get(label);
    return other === undefined
      ? []
      : [[label, write(value), write(other), change(other - value, write === percent ? inPoints : write)]];
  });
  const columns = [
    { label: tables.columns.figure },
    { label: nameA },
    { label: nameB },
    { label: tables.columns.bAgainstA },
  ];
  const blocks: Block[] = [{ kind: "table", caption: tables.comparedFigures, columns, rows }];
  const [timesA, timesB] = [a.discovery.caseDurations, b.discovery.caseDurations];
  // Bars of no length show nothing.
  if (withCharts && timesA !== undefined && timesB !== undefined && timesA.max + timesB.max > 0) {
    const bars = (["median", "p75", "mean", "p95"] as const).flatMap((key) =>
      Number.isFinite(timesA[key] + timesB[key])
        ? [{ label: tables.comparedQuantiles[key], values: [duration(timesA[key]), duration(timesB[key])] }]
        : [],
    );
    const chart = { kind: "bars" as const, series: [nameA, nameB], unit: "s", bars };
    const reading = readBothDurations(a.discovery, b.discovery, texts);
    blocks.push({ kind: "chart", caption: tables.comparedDurations, chart, reading });
  }
  return { heading: headings.sideBySide, ...messageOf(readBothDurations(a.discovery, b.discovery, texts)), blocks };
}

function variants(a: ReportSource, b: ReportSource, texts: Texts, withCharts: boolean): Section[] {
  const { tables, headings, count, percent } = texts;
  const compared = compareVariants(a.discovery, b.discovery);
  const message = tables.variantsInBoth(compared.shared.length, compared.onlyA.length, compared.onlyB.length);
  const blocks: Block[] = [
    {
      kind: "text",
      text: [message, ...(compared.isComplete ? [] : [tables.onlyMostFrequent(MOST_VARIANTS)])].join(" "),
    },
  ];
  if (withCharts && compared.shared.length > 0) {
    const charted = compared.shared.slice(0, MOST);
    const labels = pathLabels(charted.map(({ activities }) => activities));
    const bars = charted.map((one, idx) => ({
      label: labels[idx] ?? "",
      values: [percent(one.shareA), percent(one.shareB)],
    }));
    const chart = { kind: "bars" as const, series: comparedNames(a, b, texts), unit: "%", bars };
    blocks.push({
      kind: "chart",
      caption: cut(tables.sharedVariants, bars.length, compared.shared.length, texts),
      chart,
    });
  }
  const only = (list: typeof compared.onlyA, caption: string): Block[] => {
    // A way that one case took says nothing of the process.
    const told = list.filter(({ cases }) => cases > 1).slice(0, MOST);
    if (told.length === 0) return [];
    const columns = [
      { label: tables.columns.activities },
      { label: tables.columns.cases },
      { label: tables.columns.share, unit: "%" },
    ];
    const rows = told.map((one) => [one.activities.join(ARROW), count(one.cases), percent(one.share)]);
    return [{ kind: "table", caption: cut(caption, rows.length, list.length, texts), columns, rows }];
  };
  blocks.push(...only(compared.onlyB, tables.newVariants));
  blocks.push(...only(compared.onlyA, tables.lostVariants));
  const isMeasured = a.discovery.variants !== undefined && b.discovery.variants !== undefined;
  return isMeasured ? [{ heading: headings.variantsCompared, message, blocks }] : [];
}

function bottlenecks(a: ReportSource, b: ReportSource, texts: Texts, withCharts: boolean): Section[] {
  const { tables, headings, percent } = texts;
  const all = compareBottlenecks(a.discovery, b.discovery);
  const rows = all.slice(0, MOST);
  const isWaiting = knowsWork(a.discovery) && knowsWork(b.discovery);
  const caption = cut(isWaiting ? tables.comparedWaits : tables.comparedTimes, rows.length, all.length, texts);
  if (rows.length === 0) return [];
  const blocks: Block[] = [];
  if (withCharts) {
    const bars = rows.map(({ activity, inA, inB }) => ({ label: activity, values: [percent(inA), percent(inB)] }));
    const chart = { kind: "bars" as const, series: comparedNames(a, b, texts), unit: "%", bars };
    blocks.push({ kind: "chart", caption, chart, reading: readBothBottlenecks(rows, texts) });
  } else {
    const columns = [{ label: tables.columns.activity }, { label: "A", unit: "%" }, { label: "B", unit: "%" }];
    const cells = rows.map(({ activity, inA, inB }) => [activity, percent(inA), percent(inB)]);
    blocks.push({
      kind: "table",
      caption,
      columns,
      rows: cells,
    });
  }
  return [{ heading: headings.bottlenecks, ...messageOf(readBothBottlenecks(rows, texts)), blocks }];
}

function transitions(a: ReportSource, b: ReportSource, texts: Texts): Section[] {
  const { tables, headings, count, duration, change } = texts;
  const { slower, faster } = compareTransitions(a.discovery, b.discovery);
  const table = (list: readonly TransitionChange[], caption: string): Block[] => {
    if (list.length === 0) return [];
    const columns = [
      { label: tables.columns.fromTo },
      { label: tables.columns.medianInA, ...SECONDS },
      { label: tables.columns.medianInB, ...SECONDS },
      { label: tables.columns.difference, ...SECONDS },
      { label: tables.columns.timesInB },
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
    return [{ kind: "table", caption: cut(caption, rows.length, list.length, texts), columns, rows }];
  };
  const blocks = [...table(slower, tables.slower), ...table(faster, tables.faster)];
  return blocks.length === 0 ? [] : [{ heading: headings.transitionsCompared, blocks }];
}
