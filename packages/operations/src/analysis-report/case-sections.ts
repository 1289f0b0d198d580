import type { Block, Chart, Column, Section } from "@longhaul/rendering";
import type { CaseTimeline } from "../process-mining-analysis/case-charts.ts";
import type { Discovery } from "../process-mining-analysis/discovery.ts";
import { readDurations, readTimeline, readVariants } from "./chart-readings.ts";
import { count, duration, percent } from "./quantities.ts";

export const ARROW = " → ";

const TIME_UNITS: readonly (readonly [name: string, sec: number])[] = [
  ["days", 86_400],
  ["hours", 3600],
  ["minutes", 60],
  ["seconds", 1],
];
const SECONDS: Pick<Column, "unit"> = { unit: "s" };

/** How long cases take: histogram and quantiles. */
export function durationBlocks(discovery: Discovery, withCharts: boolean, withTable: boolean): Block[] {
  const { charts, caseDurations } = discovery;
  const blocks: Block[] = [];
  if (caseDurations === undefined) return blocks;
  const chart = charts === undefined ? null : durationHistogram(charts.durations);
  if (withCharts && chart !== null) {
    const longest = duration(caseDurations.max).text;
    const caption = `Cases by duration; the last class holds those that take longer, up to ${longest}`;
    blocks.push({ kind: "chart", caption, chart, reading: readDurations(discovery) });
  }
  if (withTable) {
    const { min, p25, median, mean, p75, p95, max } = caseDurations;
    const rows = Object.entries({
      Shortest: min,
      "25 % within": p25,
      Median: median,
      Mean: mean,
      "75 % within": p75,
      "95 % within": p95,
      Longest: max,
    });
    const columns = [{ label: "Case duration" }, { label: "Time", ...SECONDS }];
    blocks.push({
      kind: "table",
      caption: "Distribution of case durations",
      columns,
      rows: rows.map(([label, sec]) => [label, duration(sec)]),
    });
  }
  return blocks;
}

function durationHistogram(classes: NonNullable<Discovery["charts"]>["durations"]): Chart | null {
  const [first] = classes;
  if (first === undefined) return null;
  const step = first.toSec - first.fromSec;
  const [unit, unitSec] = TIME_UNITS.find(([, sec]) => step >= sec && step % sec === 0) ?? ["seconds", 1];
  const edge = (sec: number) => ({ value: sec, text: String(Number((sec / unitSec).toFixed(1))) });
  const bins = classes.map(({ fromSec, toSec, cases }) => {
    const isOpen = toSec - fromSec > step * 1.001;
    const to = isOpen ? { value: toSec, text: "longer" } : edge(toSec);
    return { from: edge(fromSec), to, count: cases, isOpen };
  });
  return { kind: "histogram", valueLabel: `Case duration in ${unit}`, countLabel: "Cases", unit: "s", bins };
}

/** When cases started and ended. */
export function timelineBlock(timeline: CaseTimeline): Block {
  const chart: Chart = {
    kind: "timeline",
    periods: timeline.periods.map((start) => periodText(start, timeline.unit)),
    series: [
      { name: "Cases started", values: timeline.started },
      { name: "Cases ended", values: timeline.ended },
    ],
  };
  const reading = readTimeline(timeline, (start) => periodText(start, timeline.unit));
  return { kind: "chart", caption: `Cases started and ended by ${timeline.unit} (UTC)`, chart, reading };
}

function periodText(start: string, unit: CaseTimeline["unit"]): string {
  if (unit === "hour") return `${start.slice(5, 10)} ${start.slice(11)}:00`;
  if (unit === "month") return start.slice(0, 7);
  if (unit === "quarter") return `${start.slice(0, 4)} Q${Math.floor((Number(start.slice(5, 7)) - 1) / 3) + 1}`;
  return unit === "year" ? start.slice(0, 4) : start;
}

/** The ways that cases take: chart and table of the most frequent. */
export function variantsSection(
  discovery: Discovery,
  withCharts: boolean,
  most: number,
  withTable: boolean,
): Section[] {
  const { variants = [], variantCount } = discovery;
  const shown = variants.slice(0, most);
  if (shown.length === 0) return [];
  const blocks: Block[] = [];
  const charted = shown.slice(0, 10);
  const covered = charted.reduce((sum, { share }) => sum + share, 0);
  if (withCharts) {
    const bars = charted.map((one, idx) => ({
      label: `${idx + 1}. ${one.activities.length === 1 ? "1 event" : `${one.activities.length} events`}: ${one.activities.join(ARROW)}`,
      values: [{ value: one.cases, text: `${count(one.cases).text} (${percent(one.share).text})` }],
    }));
    const caption = `Cases of the ${charted.length} most frequent variants, which cover ${percent(covered).text} of all cases`;
    const chart = { kind: "bars" as const, series: ["Cases"], bars };
    blocks.push({ kind: "chart", caption, chart, reading: readVariants(discovery) });
  }
  if (withCharts && !withTable) return [{ heading: "Variants", blocks }];
  const columns = [
    { label: "No." },
    { label: "Activities" },
    { label: "Cases" },
    { label: "Share", unit: "%" },
    ...(discovery.caseDurations === undefined ? [] : [{ label: "Median duration", ...SECONDS }]),
  ];
  const rows = shown.map((one, idx) => [
    count(idx + 1),
    one.activities.join(ARROW),
    count(one.cases),
    percent(one.share),
    ...(one.medianDurationSec === undefined ? [] : [duration(one.medianDurationSec)]),
  ]);
  const caption = `${shown.length === variantCount ? "All" : `The ${shown.length} most frequent of`} ${count(variantCount).text} variants`;
  blocks.push({ kind: "table", caption, columns, rows });
  return [{ heading: "Variants", blocks }];
}
