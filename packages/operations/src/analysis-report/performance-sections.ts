import type { Block, Section } from "@longhaul/rendering";
import { knowsWork, type Discovery } from "../findings/discovery.ts";
import type { Texts } from "../texts/texts.ts";
import { ARROW } from "./arrow.ts";
import { messageOf, readBottlenecks } from "./chart-readings.ts";
import { cut } from "./cut-caption.ts";

const SECONDS = { unit: "s" };

/** Where cases lose their time: activities and, in detail, transitions. */
export function bottlenecksSection(
  discovery: Discovery,
  texts: Texts,
  withCharts: boolean,
  most: number,
  isDetailed: boolean,
): Section[] {
  const { tables, headings, count, percent, duration, durationCell } = texts;
  const { bottlenecks } = discovery;
  const isWaiting = knowsWork(discovery);
  const all = bottlenecks?.activities ?? [];
  const activities = all.slice(0, most);
  if (bottlenecks === undefined || activities.length === 0) return [];
  const blocks: Block[] = [];
  if (withCharts) {
    const bars = activities.slice(0, 10).map((one) => ({
      label: one.activity,
      values: [{ value: one.lostSec, text: duration(one.lostSec).text }],
    }));
    const caption = cut(isWaiting ? tables.waitsChart : tables.timesChart, bars.length, all.length, texts);
    const chart = {
      kind: "bars" as const,
      series: [isWaiting ? tables.columns.timeWaited : tables.columns.timeBefore],
      unit: "s",
      bars,
    };
    blocks.push({ kind: "chart", caption, chart, reading: readBottlenecks(discovery, texts) });
  }
  const figures = [
    { label: isWaiting ? tables.columns.timeWaited : tables.columns.timeBefore, ...SECONDS },
    { label: tables.columns.shareOfCycleTime, unit: "%" },
    { label: tables.columns.times },
    { label: isWaiting ? tables.columns.medianWait : tables.columns.medianTime, ...SECONDS },
  ];
  const cells = (one: (typeof activities)[number] | (typeof bottlenecks.transitions)[number]) => [
    duration(one.lostSec),
    percent(one.shareOfCycleTime),
    count(one.waits),
    durationCell(one.medianWaitSec),
  ];
  if (isDetailed || !withCharts)
    blocks.push({
      kind: "table",
      caption: cut(isWaiting ? tables.waitsTable : tables.timesTable, activities.length, all.length, texts),
      columns: [{ label: tables.columns.activity }, ...figures],
      rows: activities.map((one) => [one.activity, ...cells(one)]),
    });
  const transitions = isDetailed ? bottlenecks.transitions.slice(0, most) : [];
  if (transitions.length > 0) {
    blocks.push({
      kind: "table",
      caption: cut(tables.transitionsTable, transitions.length, bottlenecks.transitions.length, texts),
      columns: [{ label: tables.columns.fromTo }, ...figures],
      rows: transitions.map((one) => [`${one.from}${ARROW}${one.to}`, ...cells(one)]),
    });
  }
  return [{ heading: headings.bottlenecks, ...messageOf(readBottlenecks(discovery, texts)), blocks }];
}

/** Every activity with its figures. */
export function activitiesSection(
  { graph, activities, caseDurations }: Discovery,
  { tables, headings, count, durationCell }: Texts,
  most: number,
): Section {
  const isTimed = caseDurations !== undefined;
  const knowsService = activities.some(({ service }) => service !== null);
  const nodes = graph.nodes
    .map((node, idx) => ({ node, times: activities[idx] }))
    .toSorted((a, b) => b.node.count - a.node.count);
  const shown = nodes.slice(0, most);
  const block: Block = {
    kind: "table",
    caption: tables.activitiesTable(shown.length, nodes.length),
    columns: [
      { label: tables.columns.activity },
      { label: tables.columns.events },
      { label: tables.columns.cases },
      ...(knowsService ? [{ label: tables.columns.meanWork, ...SECONDS }] : []),
      ...(isTimed ? [{ label: knowsService ? tables.columns.meanWait : tables.columns.meanBefore, ...SECONDS }] : []),
    ],
    rows: shown.map(({ node, times }) => [
      node.activity,
      count(node.count),
      count(node.caseCount),
      ...(knowsService ? [durationCell(times?.service?.meanSec)] : []),
      ...(isTimed ? [durationCell(times?.waiting.meanSec)] : []),
    ]),
  };
  return { heading: headings.activities, blocks: [block] };
}
