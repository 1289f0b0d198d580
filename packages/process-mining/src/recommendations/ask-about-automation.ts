import { discoverDirectlyFollowsGraph } from "../directly-follows-graph.ts";
import { measureActivityPerformance } from "../activity-performance.ts";
import type { Question } from "./question.ts";
import type { Recommendation } from "./recommendation.ts";
import { groupedNumber } from "../grouped-number.ts";

const LEAST_WORK_SHARE = 0.1;
/** Longer work than this has thinking in it. */
const LONGEST_SEC = 900;
/** Half of the work takes no longer than this many times its shortest half's bound; see `spread`. */
const MOST_MEAN_TO_MEDIAN = 1.15;
const ONE_NEXT_SHARE = 0.97;
const MOST_RECOMMENDATIONS = 2;

/**
 * Is there short work that is always the same? Yes where an activity takes a tenth of all time at work and a quarter of an
 * hour at most, hardly ever more than usual, and goes on to one and the same next step. Needs start times.
 */
export const askAboutAutomation: Question = async ({ log, roles, inWords, run }) => {
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
          category: "Automation",
          priority: "Low",
          recommendation: `See whether "${activity}" can be done by a machine: ${count} times ${inWords(service.meanSec)}, hardly ever longer, and always followed by "${graph.nodes[next.to]?.activity ?? ""}"`,
          expectedImprovement: `${(100 * share).toFixed(1)} % of all time at work (${inWords(service.totalSec)}) would be free`,
          effect: 0,
          evidence: {
            activity,
            events: count,
            meanServiceSec: service.meanSec,
            medianServiceSec: service.medianSec,
            shareOfWork: share,
          },
          compared: `its ${groupedNumber(service.count)} times at work with each other, and the steps that follow it`,
          assumed: "what is done is the same as often as it takes the same time and leads to the same step",
          refutedBy: "judgement that the work needs and the log doesn't show (mark the activity as a decision then)",
        },
      ];
    })
    .slice(0, MOST_RECOMMENDATIONS);
};
