import type { CaseAttribute, EventLog, RunOptions } from "@longhaul/event-log";
import { measureCaseDurations } from "../measures/case-durations.ts";
import { segmentFinder, type SegmentFinder } from "./segments.ts";
import { stagedRun } from "../numbers/staged-run.ts";
import { findTerms, timedOutCases, type FoundTerm } from "../measures/terms.ts";
import { measureWaits } from "../measures/waiting.ts";
import { askAboutAutomation } from "./ask-about-automation.ts";
import { askAboutBatching } from "./ask-about-batching.ts";
import { askAboutPingPong } from "./ask-about-ping-pong.ts";
import { askAboutRework } from "./ask-about-rework.ts";
import { askAboutSegments } from "./ask-about-segments.ts";
import { askForCapacity } from "./ask-for-capacity.ts";
import type { ActivityRoles, Question } from "./question.ts";
import { recommendBetterData } from "./recommend-better-data.ts";
import type { Recommendation, RecommendationPriority } from "./recommendation.ts";
import { collectVisits } from "./visits.ts";
import { segmentKey } from "./segment-key.ts";

const RANK: Readonly<Record<RecommendationPriority, number>> = { High: 0, Medium: 1, Low: 2 };

/** The questions, in order: of several recommendations for one activity, only the first is kept. */
const QUESTIONS: readonly Question[] = [
  askAboutBatching,
  askForCapacity,
  askAboutRework,
  askAboutPingPong,
  askAboutSegments,
  askAboutAutomation,
];

export interface RecommendationOptions {
  /** Attributes of the log's cases. */
  readonly attributes?: readonly CaseAttribute[] | undefined;
  readonly roles?: ActivityRoles | undefined;
  /** A `segmentFinder` of the log, to reuse its segments. */
  readonly segmentsOf?: SegmentFinder | undefined;
  /** `findTerms` of the log, to reuse what was found. */
  readonly terms?: readonly FoundTerm[] | undefined;
  /** Whether the log says which of two steps of one time came first. */
  readonly isOrderKnown?: boolean | undefined;
}

/**
 * What is worth doing about a process, from its log alone: a small set of questions, each of which can be answered with no,
 * so that a process without a fault that shows has no recommendation. Each answer says what was compared, on how many
 * cases, its effect with an interval, what was assumed and what would refute it; effects of different answers overlap and
 * don't add up. What saves less than 1 % isn't recommended. By priority, then by effect; of one
 * priority the process goes before the data, whose effect is none on cycle times. All times are elapsed times; what passes until
 * a fixed term is no wait that anybody could shorten.
 */
export async function recommendImprovements(
  log: EventLog,
  {
    attributes = [],
    roles = {},
    segmentsOf = segmentFinder(log),
    isOrderKnown = false,
    terms,
  }: RecommendationOptions = {},
  run: RunOptions = {},
): Promise<Recommendation[]> {
  run.signal?.throwIfAborted();
  const next = stagedRun(run, 5 + QUESTIONS.length);
  const found = terms ?? (await findTerms(log, next()));
  const timedOut = timedOutCases(found);
  const waitsMs = withoutTerms(log, withoutEnds(log, await measureWaits(log, next()), roles), found, timedOut);
  const visits = await collectVisits(log, waitsMs, next());
  const caseSeconds = (await measureCaseDurations(log, next())).fromStartSec;
  const advice: Recommendation[] = [];
  const explained = new Set<unknown>();
  for (const ask of QUESTIONS) {
    const answers = await ask({
      log,
      waitsMs,
      visits,
      attributes,
      segmentsOf,
      roles,
      caseSeconds,
      timedOut,
      run: next(),
    });
    const fresh = answers.filter((answer) => !explained.has(aboutOf(answer)));
    advice.push(...fresh);
    for (const { evidence } of fresh) {
      if ("activity" in evidence) explained.add(evidence.activity);
      if ("conditions" in evidence) explained.add(segmentKey(evidence.conditions));
    }
  }
  advice.push(...(await recommendBetterData(log, isOrderKnown, next())));
  run.onProgress?.(1);
  return advice.toSorted(
    (a, b) => RANK[a.priority] - RANK[b.priority] || Number(isOfData(a)) - Number(isOfData(b)) || b.effect - a.effect,
  );
}

const isOfData = ({ category }: Recommendation): boolean => category === "Data Quality";

/** The activity that an answer is about, or else its segment of cases. */
function aboutOf({ evidence }: Recommendation): string | undefined {
  if ("activity" in evidence) return evidence.activity;
  return "conditions" in evidence ? segmentKey(evidence.conditions) : undefined;
}

/** Nobody waits for what is due at a fixed time, nor in a case that such a time ends. */
function withoutTerms(
  log: EventLog,
  waitsMs: Float64Array,
  terms: readonly FoundTerm[],
  timedOut: ReadonlySet<number>,
): Float64Array {
  for (const { rows } of terms) for (const row of rows) waitsMs[row] = Number.NaN;
  for (const owner of timedOut) waitsMs.fill(Number.NaN, log.caseOffsets[owner] ?? 0, log.caseOffsets[owner + 1] ?? 0);
  return waitsMs;
}

/** What follows the end of a case is another story: nobody waits there. */
function withoutEnds(log: EventLog, waitsMs: Float64Array, { end = [] }: ActivityRoles): Float64Array {
  if (end.length === 0) return waitsMs;
  const ends = new Set(log.activities.flatMap((name, activity) => (end.includes(name) ? [activity] : [])));
  for (let row = 1; row < log.eventCount; row++) if (ends.has(log.activity[row - 1] ?? -1)) waitsMs[row] = Number.NaN;
  return waitsMs;
}
