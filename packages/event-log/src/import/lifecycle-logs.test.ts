import { describe, expect, it } from "vitest";
import { spanOfCase } from "../log/case-span.ts";
import type { EventLog } from "../log/event-log.ts";
import { startOfEvent } from "../log/event-times.ts";
import { mergeLifecycle, type LifecycleCounts } from "../read/merge-lifecycle.ts";
import { readEventLog } from "../read/read-event-log.ts";
import { accepted, fileOf, scratchDir } from "./test-imports.fixture.ts";

const MINUTE = 60_000;
const BEGIN = Date.UTC(2024, 2, 4, 8);

/** A small log of a life cycle; what is expected of it was reckoned by hand, in minutes. */
interface LifecycleLog {
  readonly what: string;
  /** Events of each case, `activity word minute`, blanks of names as `_`. */
  readonly cases: readonly string[];
  /** Of each case its steps, `activity start–end`, or with the end alone where the start isn't known. */
  readonly steps: readonly string[];
  /** The first and the last minute of each case. */
  readonly spans: readonly string[];
  /** Null where each event is a step. */
  readonly counts: LifecycleCounts | null;
  /** Kinds of doubts of the life cycle. */
  readonly doubts?: readonly string[];
}

const LOGS: readonly LifecycleLog[] = [
  {
    what: "starts and completions",
    cases: ["A start 0, A complete 10, B start 15, B complete 40", "A start 5, A complete 6"],
    steps: ["A 0–10, B 15–40", "A 5–6"],
    spans: ["0–40", "5–6"],
    counts: { pairs: 3, unpairedStarts: 0, unpairedCompletions: 0, otherEvents: 0 },
  },
  {
    what: "the whole life cycle of the standard, which begins with a schedule and ends with a schedule of what isn't done",
    cases: [
      "A schedule 0, A assign 20, A reassign 25, A start 30, A suspend 40, A resume 60, A complete 70, B schedule 75",
      "A start 10, A complete 20, B schedule 21, B start 30, B complete 31",
    ],
    steps: ["A 30–70", "A 10–20, B 30–31"],
    spans: ["0–75", "10–31"],
    counts: { pairs: 3, unpairedStarts: 0, unpairedCompletions: 0, otherEvents: 7 },
  },
  {
    what: "upper case, completions that nothing started before and behind, as in BPIC 2012",
    cases: [
      "A COMPLETE 0, W SCHEDULE 1, W START 5, W COMPLETE 9, W SCHEDULE 10, W START 20, W COMPLETE 28, A COMPLETE 30",
    ],
    steps: ["A 0, W 5–9, W 20–28, A 30"],
    spans: ["0–30"],
    counts: { pairs: 2, unpairedStarts: 0, unpairedCompletions: 2, otherEvents: 2 },
  },
  {
    what: "aborted and withdrawn activities",
    cases: [
      "A start 0, A complete 5, B start 6, B ate_abort 16, C schedule 17, C withdraw 30",
      "C start 1, C complete 2",
    ],
    steps: ["A 0–5, B 6–16", "C 1–2"],
    spans: ["0–30", "1–2"],
    counts: { pairs: 3, unpairedStarts: 0, unpairedCompletions: 0, otherEvents: 2 },
  },
  {
    what: "skipped activities, which nothing starts anywhere, and starts that nothing completes",
    cases: ["A start 0, A complete 5, S autoskip 6, B start 8"],
    steps: ["A 0–5, S 6, B 8"],
    spans: ["0–8"],
    counts: { pairs: 1, unpairedStarts: 1, unpairedCompletions: 0, otherEvents: 0 },
  },
  {
    what: "starts and assignments of the standard without any completion",
    cases: ["A assign 0, A start 3, B assign 4, B start 9"],
    steps: ["A 3, B 9"],
    spans: ["0–9"],
    counts: { pairs: 0, unpairedStarts: 2, unpairedCompletions: 0, otherEvents: 2 },
  },
  {
    what: "states of an incident, as in BPIC 2013",
    cases: [
      "Accepted Wait 0, Accepted In_Progress 5, Queued Awaiting_Assignment 8, Accepted In_Progress 20, Completed Closed 30",
      "Queued Awaiting_Assignment 1, Accepted In_Progress 2, Accepted Assigned 4, Completed In_Call 9, Completed Closed 11",
    ],
    steps: [
      "Accepted 0, Accepted 5, Queued 8, Accepted 20, Completed 30",
      "Queued 1, Accepted 2, Accepted 4, Completed 9, Completed 11",
    ],
    spans: ["0–30", "1–11"],
    counts: null,
    doubts: ["LifecycleStates"],
  },
  {
    what: "words of one's own for a life cycle of activities",
    cases: ["A waiting 0, A in_progress 4, A done 9, B in_progress 10, B waiting 12, B done 20, B reopened 22"],
    steps: ["A 4–9, B 10–20"],
    spans: ["0–22"],
    counts: { pairs: 2, unpairedStarts: 0, unpairedCompletions: 0, otherEvents: 3 },
  },
];

async function readCases(cases: readonly string[]) {
  const lines = cases.flatMap((events, at) =>
    events.split(", ").map((event) => {
      const [activity = "", word = "", minute = ""] = event.split(" ");
      const time = new Date(BEGIN + Number(minute) * MINUTE).toISOString();
      return [`case ${at}`, activity, word.replaceAll("_", word.includes("abort") ? "_" : " "), time].join(",");
    }),
  );
  const source = await fileOf(["Case,Activity,lifecycle:transition,Time", ...lines].join("\n"));
  const mapping = { caseId: "Case", activity: "Activity", lifecycle: "lifecycle:transition", timestamp: "Time" };
  const { tablePath, detected } = await accepted(source, mapping);
  const recorded = await readEventLog({ tablePath, threads: 1, memoryLimitMB: 256, scratchDir, withLifecycle: true });
  const doubts = detected.doubts.map(({ kind }) => kind).filter((kind) => kind.startsWith("Lifecycle"));
  return { recorded, doubts };
}

const minuteOf = (ms: number): number => (ms - BEGIN) / MINUTE;

function stepsOf(log: EventLog, owner: number): string {
  const steps: string[] = [];
  for (let row = log.caseOffsets[owner] ?? 0; row < (log.caseOffsets[owner + 1] ?? 0); row++) {
    const end = minuteOf(log.endMs[row] ?? 0);
    const isStarted = log.startMs !== null && !Number.isNaN(log.startMs[row]);
    const time = isStarted ? `${minuteOf(startOfEvent(log, row))}–${end}` : String(end);
    steps.push(`${log.activities[log.activity[row] ?? 0]} ${time}`);
  }
  return steps.join(", ");
}

const spansOf = (log: EventLog): string[] =>
  log.caseIds.map((_, owner) => {
    const { firstMs, lastMs } = spanOfCase(log, owner);
    return `${minuteOf(firstMs)}–${minuteOf(lastMs)}`;
  });

describe("logs of life cycles", () => {
  it.each(LOGS)(
    "have the steps and the times of their records: $what",
    async ({ cases, steps, spans, ...expected }) => {
      const { recorded, doubts } = await readCases(cases);
      const { log = recorded, ...counts } = (await mergeLifecycle(recorded)) ?? {};
      expect(log.caseIds.map((_, owner) => stepsOf(log, owner))).toEqual(steps);
      expect(log === recorded ? null : counts).toEqual(expected.counts);
      expect(spansOf(log)).toEqual(spans);
      expect(spansOf(recorded)).toEqual(spans);
      expect(doubts).toEqual(expected.doubts ?? []);
    },
  );
});
