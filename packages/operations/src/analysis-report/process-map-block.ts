import { renderProcessMap } from "@longhaul/process-mining";
import type { Block } from "@longhaul/rendering";
import type { Discovery } from "../process-mining-analysis/discovery.ts";
import { percent } from "./quantities.ts";

/** The process map; `maxActivities` keeps it readable on a page, `isSmall` on a part of one. */
export async function processMapBlock(
  discovery: Discovery,
  title: string,
  maxActivities: number,
  isSmall = false,
): Promise<Block> {
  const { graph, activities, transitionTimes } = discovery;
  const map = await renderProcessMap({
    title,
    graph,
    performance: activities,
    transitionTimes,
    limits: { maxActivities, maxTransitions: Math.round(1.6 * maxActivities) },
  });
  const shown = `${map.activitiesShown} of ${graph.nodes.length} activities and ${map.transitionsShown} of ${graph.edges.length} transitions, ${percent(map.flowShare).text} of all steps`;
  const key =
    "Boxes: events and mean time since the step before; arrows: how often, mean and (median) time; red: where most time passes";
  return {
    kind: "picture",
    caption: `Process map of ${title}: ${shown}. ${key}.`,
    svg: boldNames(withoutLegend(map.svg)),
    isSmall,
  };
}

/** Takes the legend off, which would be too small to read, and its room; the caption says what it says. */
function withoutLegend(svg: string): string {
  const graph = /<g id="graph0"[^>]*translate\(([-\d.]+) ([-\d.]+)\)">([\s\S]*?)<!-- start -->/.exec(svg);
  const start = /<ellipse [^>]*cy="([-\d.]+)" rx="[-\d.]+" ry="([-\d.]+)"/.exec(svg);
  const box = /viewBox="([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)"/.exec(svg);
  if (graph === null || start === null || box === null) return svg;
  const top = Number(graph[2]) + Number(start[1]) - Number(start[2]) - 8;
  const [, left, , width, height] = box;
  return svg
    .replace(graph[3] ?? "", "")
    .replace(box[0], `viewBox="${left} ${top.toFixed(2)} ${width} ${(Number(height) - top).toFixed(2)}"`);
}

/** Writes as attributes what the map's style sheet says, for readers of SVG without style sheets. */
function boldNames(svg: string): string {
  return svg.replaceAll(/<g [^>]*class="[^"]*pm(?:-|&#45;)(activity|costly)"[\s\S]*?<\/g>/g, (group, kind: string) => {
    const parts = group.split("<text ");
    const isFigures = (idx: number): boolean => kind === "activity" && idx === parts.length - 1;
    return parts.map((part, idx) => (idx === 0 || isFigures(idx) ? part : `font-weight="bold" ${part}`)).join("<text ");
  });
}
