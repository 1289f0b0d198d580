import type { Block, Section } from "@longhaul/rendering";
import { knowsWork, type Discovery } from "../process-mining-analysis/discovery.ts";
import { cutCaption } from "./cut-caption.ts";
import { ARROW } from "./case-sections.ts";
import { readBottlenecks } from "./chart-readings.ts";
import { count, duration, durationCell, percent } from "./quantities.ts";

const SECONDS = { unit: "s" };

/** Where cases lose their time: activities and, in detail, transitions. */
export function bottlenecksSection(
  discovery: Discovery,
  withCharts: boolean,
  most: number,
  isDetailed: boolean,
): Section[] {
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
    const what = isWaiting
      ? "Time that cases waited before each activity, over all cases"
      : "Time before each activity was completed, its own work included, over all cases";
    const caption = cutCaption(what, bars.length, all.length);
    const chart = {
      kind: "bars" as const,
      series: [isWaiting ? "Time waited" : "Time before completion"],
      unit: "s",
      bars,
    };
    blocks.push({ kind: "chart", caption, chart, reading: readBottlenecks(discovery) });
  }
  const figures = [
    { label: isWaiting ? "Time waited" : "Time before completion", ...SECONDS },
    { label: "Share of cycle time", unit: "%" },
    { label: "Times" },
    { label: isWaiting ? "Median wait" : "Median time", ...SECONDS },
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
      caption: cutCaption(
        isWaiting ? "Activities that cases wait for the longest" : "Activities before which most time passes",
        activities.length,
        all.length,
      ),
      columns: [{ label: "Activity" }, ...figures],
      rows: activities.map((one) => [one.activity, ...cells(one)]),
    });
  const transitions = isDetailed ? bottlenecks.transitions.slice(0, most) : [];
  if (transitions.length > 0) {
    blocks.push({
      kind: "table",
      caption: cutCaption(
        "Transitions on which the most time passes",
        transitions.length,
        bottlenecks.transitions.length,
      ),
      columns: [{ label: "From → to" }, ...figures],
      rows: transitions.map((one) => [`${one.from}${ARROW}${one.to}`, ...cells(one)]),
    });
  }
  return [{ heading: "Where time is lost", blocks }];
}

/** Every activity with its figures. */
export function activitiesSection({ graph, activities, caseDurations }: Discovery, most: number): Section {
  const isTimed = caseDurations !== undefined;
  const knowsService = activities.some(({ service }) => service !== null);
  const nodes = graph.nodes
    .map((node, idx) => ({ node, times: activities[idx] }))
    .toSorted((a, b) => b.node.count - a.node.count);
  const shown = nodes.slice(0, most);
  const block: Block = {
    kind: "table",
    caption: `${shown.length === nodes.length ? "All" : `The ${shown.length} most frequent of`} ${nodes.length} activities`,
    columns: [
      { label: "Activity" },
      { label: "Events" },
      { label: "Cases" },
      ...(knowsService ? [{ label: "Mean time at work", ...SECONDS }] : []),
      ...(isTimed ? [{ label: knowsService ? "Mean wait before" : "Mean time before completion", ...SECONDS }] : []),
    ],
    rows: shown.map(({ node, times }) => [
      node.activity,
      count(node.count),
      count(node.caseCount),
      ...(knowsService ? [durationCell(times?.service?.meanSec)] : []),
      ...(isTimed ? [durationCell(times?.waiting.meanSec)] : []),
    ]),
  };
  return { heading: "Activities", blocks: [block] };
}
