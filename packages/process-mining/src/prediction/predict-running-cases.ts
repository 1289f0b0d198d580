import type { EventLog } from "@longhaul/event-log";
import type { Pacer } from "@longhaul/domain";
import { trustedProbability, type Calibration } from "./calibration.ts";
import type { CaseSpans } from "./case-spans.ts";
import { intervalAround, type ConformalInterval } from "./conformal-interval.ts";
import { encodePrefixes, type FeatureSources } from "./encode-prefixes.ts";
import type { ClassGuess } from "./next-activity-baselines.ts";
import type { PrefixTable } from "./prefix-table.ts";
import type { CaseAnswer, RiskQuestion } from "./risk-question.ts";
import { endOfCase } from "./prefix-vocabulary.ts";

/** What is expected of a case that is under way at the end of the log. */
export interface RunningCase {
  readonly caseId: string;
  readonly events: number;
  readonly lastActivity: string;
  readonly lastEventMs: number;
  /** The likeliest next activity, or that the case is over. */
  readonly nextActivity: string;
  /** Share of right predictions among the test cases' that were stated as sure as this one. */
  readonly probability: number;
  /** Hours from the last event to the end; null where the remaining time isn't predicted. */
  readonly remainingHours: number | null;
  readonly intervalHours: readonly [low: number, high: number] | null;
  /** Probability of each requested risk; 1 where it has happened already. */
  readonly risks: Readonly<Partial<Record<RiskQuestion["name"], number>>>;
}

/** The recommended ways to predict, for any rows of a table. */
export interface RecommendedWays {
  readonly guess: (table: PrefixTable, rows: Uint32Array) => Promise<readonly ClassGuess[]>;
  /** Of the stated probabilities of `guess`, on the test cases. */
  readonly calibration: Calibration;
  readonly hours: ((table: PrefixTable, rows: Uint32Array) => Promise<Float64Array>) | null;
  readonly interval: ConformalInterval | null;
  readonly risks: readonly RiskWay[];
}

/** Predicts a risk. */
export interface RiskWay {
  readonly name: RiskQuestion["name"];
  readonly answerOf: (owner: number) => CaseAnswer;
  /** Null where there was too little to learn from: then only what has happened already is reported. */
  readonly probabilities: ((table: PrefixTable, rows: Uint32Array) => Promise<Float64Array>) | null;
}

/** Predicts the cases that may be running, those with the latest events first. */
export async function predictRunningCases(
  log: EventLog,
  { isOpen }: CaseSpans,
  sources: FeatureSources,
  ways: RecommendedWays,
  pacer: Pacer,
): Promise<RunningCase[]> {
  const open = Uint32Array.from(isOpen.keys()).filter((owner) => isOpen[owner] === 1);
  const table = await encodePrefixes(log, open, sources, { untilMs: Number.POSITIVE_INFINITY, isOpen }, pacer);
  const isLast = (row: number): boolean => table.caseOfRow[row] !== table.caseOfRow[row + 1];
  const rows = Uint32Array.from({ length: table.rowCount }, (_, row) => row).filter(isLast);
  const guesses = await ways.guess(table, rows);
  const hours = (await ways.hours?.(table, rows)) ?? null;
  const risks = await Promise.all(
    ways.risks.map(async (way) => ({ ...way, told: (await way.probabilities?.(table, rows)) ?? null })),
  );
  const classes = [...sources.vocabulary.activities, endOfCase];
  const running = Array.from(rows, (row, at): RunningCase => {
    const owner = table.caseOfRow[row] ?? 0;
    const last = (log.caseOffsets[owner + 1] ?? 1) - 1;
    const guess = guesses[at] ?? { label: -1, probability: 0 };
    const remainingHours = hours?.[at] ?? null;
    return {
      caseId: log.caseIds[owner] ?? "",
      events: last + 1 - (log.caseOffsets[owner] ?? 0),
      lastActivity: log.activities[log.activity[last] ?? 0] ?? "",
      lastEventMs: log.endMs[last] ?? 0,
      nextActivity: classes[guess.label] ?? "",
      probability: trustedProbability(guess.probability, ways.calibration),
      remainingHours,
      intervalHours:
        remainingHours === null || ways.interval === null
          ? null
          : intervalAround(remainingHours, table.columns[0]?.[row] ?? 0, ways.interval),
      risks: Object.fromEntries(
        risks.flatMap(({ name, answerOf, told }) => {
          const probability = answerOf(owner).happened ? 1 : told?.[at];
          return probability === undefined ? [] : [[name, probability]];
        }),
      ),
    };
  });
  return running.toSorted((a, b) => b.lastEventMs - a.lastEventMs || (a.caseId < b.caseId ? -1 : 1));
}
