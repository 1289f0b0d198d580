import { judgeSaving, priorityOf, savingEvidence } from "./judge-effect.ts";
import type { Question, QuestionContext } from "./question.ts";
import {
  measureFullRate,
  measureQueue,
  simulateQueue,
  workedClock,
  type QueueBehaviour,
  type WorkedClock,
} from "./queueing.ts";
import type { Recommendation } from "./recommendation.ts";
import { halfOf, type Visits } from "./visits.ts";

/** Below, no more get done the more cases wait: somebody is always busy. See `QueueBehaviour.slope`. */
const BUSY_SLOPE = 0.5;
/** No half of the time, where fewer lengths of the queue are seen, may show a steeper slope than this beyond its error. */
const BUSY_SLOPE_OF_HALF = 0.7;
const ERRORS = 2;
/** The longer the queue, the longer the wait: over the whole time, and in each half, whose queues differ less in length. */
const LEAST_CORRELATION = 0.5;
const LEAST_CORRELATION_OF_HALF = 0.3;
/** The simulated wait of today must be like the one seen, or the queue isn't what makes cases wait. */
const LIKENESS = { least: 0.4, most: 2.5 } as const;
/** The performers who do this share of an activity are its capacity. */
const CAPACITY_SHARE = 0.9;
const MOST_PERFORMERS = 200;

/**
 * Do cases wait for an activity because its performers are busy? Yes where the number taken up doesn't rise with the number waiting, and
 * the longer the queue that a case finds the longer it waits, in both halves of the time. What one more performer would
 * save is simulated: the same arrivals, served first come, first served, at the rate that is reached while many wait.
 */
export const askForCapacity: Question = async (context) =>
  context.visits.flatMap((visits) => {
    const name = context.log.activities[visits.activity] ?? "";
    if (context.roles.externalWait?.includes(name) === true) return [];
    const clock = workedClock(visits);
    const queue = measureQueue(visits, clock);
    const isBusy =
      queue.slope < BUSY_SLOPE &&
      queue.correlation >= LEAST_CORRELATION &&
      (["earlier", "later"] as const).every((which) => {
        const { slope, slopeError, correlation } = measureQueue(halfOf(visits, which), clock);
        return correlation >= LEAST_CORRELATION_OF_HALF && slope - ERRORS * slopeError < BUSY_SLOPE_OF_HALF;
      });
    return isBusy ? recommendCapacity(context, visits, name, queue, clock) : [];
  });

function recommendCapacity(
  context: QuestionContext,
  visits: Visits,
  name: string,
  queue: QueueBehaviour,
  clock: WorkedClock,
): Recommendation[] {
  const performers = performersOf(context, visits);
  const servers = Math.max(1, performers.length);
  const arrived = Float64Array.from(visits.arrivedMs, clock);
  // In a log without start times those at work wait too.
  const fullRate = measureFullRate(visits, clock, context.log.startMs === null ? servers : 1);
  if (fullRate === null) return [];
  const serviceMs = servers / fullRate;
  // In a log without start times what is seen is the wait and the work together.
  const workMs = context.log.startMs === null ? serviceMs : 0;
  const today = simulateQueue(arrived, servers, serviceMs) + workMs;
  const observed = visits.begunMs.reduce((sum, ms, at) => sum + clock(ms) - (arrived[at] ?? 0), 0) / visits.count;
  if (!(today >= LIKENESS.least * observed && today <= LIKENESS.most * observed)) return [];
  const share = 1 - (simulateQueue(arrived, servers + 1, serviceMs) + workMs) / today;
  const savedSec = new Float64Array(context.log.caseCount);
  for (let at = 0; at < visits.count; at++) {
    const owner = visits.owner[at] ?? 0;
    const waitMs = (visits.begunMs[at] ?? 0) - (visits.arrivedMs[at] ?? 0);
    savedSec[owner] = (savedSec[owner] ?? 0) + (share * waitMs) / 1000;
  }
  const saving = judgeSaving(context, savedSec);
  if (saving === null) return [];
  const [only] = performers;
  const meanWaitSec =
    visits.begunMs.reduce((sum, ms, at) => sum + ms - (visits.arrivedMs[at] ?? 0), 0) / 1000 / visits.count;
  return [
    {
      code: "addCapacity",
      category: "Resource Allocation",
      priority: priorityOf(saving.effect),
      effect: saving.effect,
      evidence: {
        activity: name,
        visits: visits.count,
        ...(performers.length === 0 ? {} : { performers: servers }),
        ...(performers.length === 1 && only !== undefined ? { performer: only } : {}),
        meanWaitSec,
        meanQueueOnArrival: queue.meanFound,
        correlationOfQueueAndWait: queue.correlation,
        rateSlope: queue.slope,
        simulatedWaitTodayShare: today / observed,
        ...savingEvidence(saving),
      },
    },
  ];
}

/** Names of those who do most of the activity, the busiest first; none where the log doesn't say. */
function performersOf({ log }: QuestionContext, { resource, count }: Visits): string[] {
  const counts = new Map<number, number>();
  for (const who of resource) if (who >= 0) counts.set(who, (counts.get(who) ?? 0) + 1);
  const named = [...counts.values()].reduce((sum, one) => sum + one, 0);
  if (named < CAPACITY_SHARE * count) return [];
  const busiest = [...counts].toSorted((a, b) => b[1] - a[1]);
  const names: string[] = [];
  let covered = 0;
  for (const [who, visits] of busiest) {
    if (covered >= CAPACITY_SHARE * named || names.length >= MOST_PERFORMERS) break;
    names.push(log.resources?.[who] ?? "");
    covered += visits;
  }
  return names;
}
