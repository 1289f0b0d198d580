import { discoverDirectlyFollowsGraph } from "../graph/directly-follows-graph.ts";
import { measureActivityPerformance } from "../measures/activity-performance.ts";
import type { Question } from "./question.ts";
import type { Recommendation } from "./recommendation.ts";

const LEAST_WORK_SHARE = 0.1;
/** Longer work probably needs human thought. */
const LONGEST_SEC = 900;
/** Half of the work takes no longer than this many times its shortest half's bound; see `spread`. */
const MOST_MEAN_TO_MEDIAN = 1.15;
const ONE_NEXT_SHARE = 0.97;
const MOST_RECOMMENDATIONS = 2;

/**
 * Is there short work that is always the same? Yes where an activity takes a tenth of all time at work and a quarter of an
 * hour at most, hardly ever more than usual, and goes on to one and the same next step. Needs start times.
 */
export const askAboutAutomation: Question = async ({ log, roles, run }) => {
  if (log.startMs === null) return [];
  const performance = await measureActivityPerformance(log, run);
  const graph = await discoverDirectlyFollowsGraph(log, run);
  const total = performance.reduce((sum, { service }) => sum + (service?.totalSec ?? 0), 0);
  return performance
    .flatMap(({ activity, count, service }, number): Recommendation[] => {
      if (service === null || service.count < 100 || roles.decision?.includes(activity) === true) return [];
      const share = service.totalSec / total;
      if (!(share >= LEAST_WORK_SHARE) || service.meanSec > LONGEST_SEC || service.meanSec <= 0) return [];
      if (service.meanSec > MOST_MEAN_TO_MEDIAN * service.medianSec) return [];
      const next = graph.edges.filter(({ from }) => from === number).toSorted((a, b) => b.count - a.count)[0];
      const node = graph.nodes[number];
      if (next === undefined || node === undefined || next.count < ONE_NEXT_SHARE * (count - node.endCount)) return [];
      return [
        {
          code: "automate",
          category: "Automation",
          priority: "Low",
          effect: 0,
          evidence: {
            activity,
            nextActivity: graph.nodes[next.to]?.activity ?? "",
            events: count,
            eventsTimed: service.count,
            meanServiceSec: service.meanSec,
            medianServiceSec: service.medianSec,
            totalServiceSec: service.totalSec,
            shareOfWork: share,
          },
        },
      ];
    })
    .slice(0, MOST_RECOMMENDATIONS);
};
