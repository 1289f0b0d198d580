import type { Block, Chart, Column, Section } from "@longhaul/rendering";
import type { CaseTimeline } from "../findings/case-charts.ts";
import type { Discovery } from "../findings/discovery.ts";
import { messageOf, readDurations, readTimeline, readVariants } from "./chart-readings.ts";
import { ARROW } from "./arrow.ts";
import { pathLabels } from "./path-labels.ts";
import type { Texts } from "../texts/texts.ts";

/** Of the distribution of durations, in the order of its table. */
const QUANTILES = ["min", "p25", "median", "mean", "p75", "p95", "max"] as const;

const TIME_UNITS: readonly (readonly [unit: keyof Texts["tables"]["units"], sec: number])[] = [
  ["days", 86_400],
  ["hours", 3600],
  ["minutes", 60],
  ["seconds", 1],
];
const SECONDS: Pick<Column, "unit"> = { unit: "s" };

/** How long cases take: histogram and quantiles. */
export function durationBlocks(discovery: Discovery, texts: Texts, withCharts: boolean, withTable: boolean): Block[] {
  const { tables, duration } = texts;
  const { charts, caseDurations } = discovery;
  const blocks: Block[] = [];
  if (caseDurations === undefined) return blocks;
  const chart = charts === undefined ? null : durationHistogram(charts.durations, texts);
  if (withCharts && chart !== null) {
    const hasOpenClass = chart.kind === "histogram" && chart.bins.some(({ isOpen }) => isOpen);
    const caption = hasOpenClass ? tables.durationsChart(caseDurations.max) : tables.durationsClosedChart;
    blocks.push({ kind: "chart", caption, chart, reading: readDurations(discovery, texts) });
  }
  if (withTable) {
    const columns = [{ label: tables.columns.caseDuration }, { label: tables.columns.time, ...SECONDS }];
    blocks.push({
      kind: "table",
      caption: tables.durationsTable,
      columns,
      rows: QUANTILES.map((key) => [tables.quantiles[key], duration(caseDurations[key])]),
    });
  }
  return blocks;
}

function durationHistogram(
  classes: NonNullable<Discovery["charts"]>["durations"],
  { tables, count }: Texts,
): Chart | null {
  const [first] = classes;
  if (first === undefined) return null;
  const step = first.toSec - first.fromSec;
  const [unit, unitSec] = TIME_UNITS.find(([, sec]) => step >= sec && step % sec === 0) ?? ["seconds", 1];
  const edge = (sec: number) => ({ value: sec, text: count(Number((sec / unitSec).toFixed(1))).text });
  const bins = classes.map(({ fromSec, toSec, cases }) => {
    const isOpen = toSec - fromSec > step * 1.001;
    const to = isOpen ? { value: toSec, text: tables.longer } : edge(toSec);
    return { from: edge(fromSec), to, count: cases, isOpen };
  });
  const valueLabel = tables.durationIn(tables.units[unit]);
  return { kind: "histogram", valueLabel, countLabel: tables.columns.cases, unit: "s", bins };
}

/** When cases started and ended. */
export function timelineBlock(timeline: CaseTimeline, texts: Texts): Block {
  const { tables } = texts;
  const named = tables.period[timeline.unit];
  const chart: Chart = {
    kind: "timeline",
    periods: timeline.periods.map(named),
    series: [
      { name: tables.casesStarted, values: timeline.started },
      { name: tables.casesEnded, values: timeline.ended },
    ],
  };
  const reading = readTimeline(timeline, texts);
  return { kind: "chart", caption: tables.timeline[timeline.unit], chart, reading };
}

/** The ways that cases take: chart and table of the most frequent, but a sentence where each of more cases takes its own. */
export function variantsSection(
  discovery: Discovery,
  texts: Texts,
  withCharts: boolean,
  most: number,
  withTable: boolean,
): Section[] {
  const { tables, headings, count, percent, duration, summary } = texts;
  const { variants = [], variantCount } = discovery;
  const shown = variants.slice(0, most);
  if (shown.length === 0) return [];
  if (variantCount > shown.length && variantCount === discovery.cases)
    return [{ heading: headings.variants, blocks: [{ kind: "text", text: summary.ownWays }] }];
  const blocks: Block[] = [];
  const charted = shown.slice(0, 10);
  const covered = charted.reduce((sum, { share }) => sum + share, 0);
  if (withCharts) {
    const labels = pathLabels(charted.map(({ activities }) => activities));
    const bars = charted.map((one, idx) => ({
      label: tables.variantBar(idx + 1, one.activities.length, labels[idx] ?? ""),
      values: [{ value: one.cases, text: tables.casesAndShare(one.cases, one.share) }],
    }));
    const caption = tables.variantsChart(charted.length, covered);
    const chart = { kind: "bars" as const, series: [tables.columns.cases], bars };
    blocks.push({ kind: "chart", caption, chart, reading: readVariants(discovery, texts) });
  }
  const message = messageOf(readVariants(discovery, texts));
  if (withCharts && !withTable) return [{ heading: headings.variants, ...message, blocks }];
  const columns = [
    { label: tables.columns.no },
    { label: tables.columns.activities },
    { label: tables.columns.cases },
    { label: tables.columns.share, unit: "%" },
    ...(discovery.caseDurations === undefined ? [] : [{ label: tables.columns.medianDuration, ...SECONDS }]),
  ];
  const rows = shown.map((one, idx) => [
    count(idx + 1),
    one.activities.join(ARROW),
    count(one.cases),
    percent(one.share),
    ...(one.medianDurationSec === undefined ? [] : [duration(one.medianDurationSec)]),
  ]);
  const caption = tables.variantsTable(shown.length, variantCount);
  blocks.push({ kind: "table", caption, columns, rows });
  return [{ heading: headings.variants, ...message, blocks }];
}
