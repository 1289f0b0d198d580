import { renderProcessMap } from "@longhaul/process-mining";
import type { Block } from "@longhaul/rendering";
import type { Discovery } from "../process-mining-analysis/discovery.ts";
import { percent } from "./quantities.ts";

/** The process map; `maxActivities` keeps it readable on a page. */
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
  const caption = `Process map: ${map.activitiesShown} of ${graph.nodes.length} activities and ${map.transitionsShown} of ${graph.edges.length} transitions, which are ${percent(map.flowShare).text} of all steps; darker is more frequent`;
  return { kind: "picture", caption, svg: boldNames(map.svg), isSmall };
}

/** Writes as attributes what the map's style sheet says, for readers of SVG without style sheets. */
function boldNames(svg: string): string {
  return svg.replaceAll(/<g [^>]*class="[^"]*pm-(activity|costly)[^"]*"[\s\S]*?<\/g>/g, (group, kind: string) => {
    const lines = group.split("<text ");
    return lines
      .map((line, idx) =>
        idx === 0
          ? line
          : idx === lines.length - 1 && kind === "activity"
            ? `<text ${line}`
            : `<text font-weight="bold" ${line}`,
      )
      .join("");
  });
}
