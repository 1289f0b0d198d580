import { seededRandom } from "@longhaul/domain";
import { describe, expect, it } from "vitest";
import { findRootCauses } from "../advice/find-root-causes.ts";
import { recommendImprovements } from "../advice/recommend-improvements.ts";
import { eventLogFromTraces, type TraceEvent } from "../log/event-log-from-traces.ts";
import { measureCaseDurations } from "./case-durations.ts";
import { findTerms, timedOutCases } from "./terms.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BEGIN = Date.UTC(2024, 0, 1);

/** Cases that begin at any time of a year; `steps` are activity, days since the beginning, and who did it. */
function log(
  seed: number,
  steps: (random: () => number, beginMs: number) => readonly (readonly [string, number, string?])[],
) {
  const random = seededRandom(seed);
  const begins = Array.from({ length: 600 }, () => BEGIN + random() * 365 * DAY).toSorted((a, b) => a - b);
  return eventLogFromTraces(
    begins.map((beginMs) =>
      steps(random, beginMs).map(([name, days, who]): TraceEvent => [name, beginMs + days * DAY, who ?? "clerk"]),
    ),
  );
}

/** Exponential, as waits are. */
const waited = (random: () => number, meanDays: number): number => -meanDays * Math.log(1 - random());
const told = async (...given: Parameters<typeof log>) =>
  (await findTerms(log(...given))).map(({ activity, after, termSec, times, of, endsCases }) => ({
    activity,
    after,
    days: Math.round(termSec / 86_400),
    times,
    of,
    endsCases,
  }));

describe("fixed terms", () => {
  it("are found where cases that nobody settled end at one time, also if that is a few days late", async () => {
    const found = await told(1, (random) => {
      const settled = waited(random, 20);
      const late = random() < 0.2 ? 1 + random() * 2 : 0;
      return settled < 30
        ? [
            ["open", 0],
            ["settle", settled],
          ]
        : [
            ["open", 0],
            ["remind", 12 + random() * 9],
            ["cancel", 30 + random() * 0.3 + late, "system"],
          ];
    });
    expect(found).toMatchObject([{ activity: "cancel", after: null, days: 30, endsCases: true }]);
    expect(found[0]?.times).toBe(found[0]?.of);
  });

  it("are found after a step, where the case goes on", async () => {
    const found = await told(2, (random) => {
      const notified = waited(random, 20);
      const due = notified + 60 + random() * 0.2;
      return [
        ["fine", 0],
        ["notify", notified],
        ["penalty", due],
        ["collect", due + 5 + waited(random, 200)],
      ];
    });
    expect(found).toMatchObject([
      { activity: "penalty", after: "notify", days: 60, endsCases: false, times: 600, of: 600 },
    ]);
  });

  it.each<[string, Parameters<typeof log>[1]]>([
    [
      "waits that are spread",
      (random) => [
        ["a", 0],
        ["b", waited(random, 12)],
        ["c", 30 + waited(random, 30)],
      ],
    ],
    [
      "times about a usual one",
      (random) => [
        ["a", 0],
        ["b", 20 + 8 * (random() + random() - 1)],
      ],
    ],
    [
      "what is done once a week",
      (random, beginMs) => {
        const readyMs = beginMs + waited(random, 3) * DAY;
        return [
          ["a", 0],
          ["b", (Math.ceil((readyMs - BEGIN) / (7 * DAY)) * 7 * DAY + BEGIN - beginMs) / DAY],
        ];
      },
    ],
    [
      "a rhythm of days",
      (random) => [
        ["a", 0],
        ["b", 1 + Math.floor(waited(random, 6)) + random() * 0.1],
      ],
    ],
    [
      "what is soon done",
      (random) => [
        ["a", 0],
        ["b", 0.5 + random() * 0.1],
        ["c", 1 + random() * 0.1],
      ],
    ],
  ])("aren't %s", async (_, steps) => {
    for (const seed of [3, 4, 5]) expect(await told(seed, steps)).toEqual([]);
  });

  it("aren't the calendar of cases that all begin on one weekday", async () => {
    const random = seededRandom(6);
    const traces = Array.from({ length: 300 }, (_, at): TraceEvent[] => {
      const mondayMs = BEGIN + (at % 52) * 7 * DAY;
      return [
        ["a", mondayMs],
        ["b", mondayMs + 4 * DAY + random() * HOUR],
      ];
    });
    expect(await findTerms(eventLogFromTraces(traces.toSorted((a, b) => (a[0]?.[1] ?? 0) - (b[0]?.[1] ?? 0))))).toEqual(
      [],
    );
  });

  it("count all that whoever carries them out ends, early or late, where that is mostly what they do", async () => {
    const ended = async (lateShare: number) => {
      const [term] = await findTerms(
        log(8, (random) => {
          const settled = waited(random, 12);
          const isLate = random() < lateShare;
          const cancelled = isLate ? 40 + waited(random, 30) : 30 + random() * 0.3;
          return settled < 24
            ? [
                ["open", 0],
                ["settle", settled],
              ]
            : [
                ["open", 0],
                ["cancel", cancelled, "system"],
              ];
        }),
      );
      return { extra: (term?.casesEnded ?? 0) - (term?.times ?? 0), all: term?.casesEnded === term?.of };
    };
    expect(await ended(0.2)).toMatchObject({ all: true });
    expect((await ended(0.2)).extra).toBeGreaterThan(5);
    expect((await ended(0.6)).extra).toBe(0);
  });

  it("are no cause of the durations that they make, and nothing to learn from others", async () => {
    const steps = (termDays: number | null) => (random: () => number) => {
      const isSystem = random() < 0.3;
      const days =
        isSystem && termDays !== null
          ? termDays + random() * 0.3
          : isSystem
            ? 20 + waited(random, 10)
            : waited(random, 6);
      return [
        ["open", 0],
        ["cancel", days, isSystem ? "system" : "clerk"],
      ] as const;
    };
    const timedOut = log(7, steps(30));
    expect((await recommendImprovements(timedOut)).map(({ code }) => code)).toEqual([]);
    const terms = await findTerms(timedOut);
    const outcome = async (given: typeof timedOut, without: ReadonlySet<number>) => {
      const { fromStartSec } = await measureCaseDurations(given);
      const values = fromStartSec.map((seconds, owner) => (without.has(owner) ? Number.NaN : seconds));
      return (await findRootCauses(given, [], { name: "duration", unit: "seconds", values })).causes.map(
        ({ conditions }) => conditions[0]?.value,
      );
    };
    expect(await outcome(timedOut, timedOutCases(terms))).toEqual([]);
    // The same people where nothing is due: that is worth asking about.
    const slow = log(7, steps(null));
    expect(timedOutCases(await findTerms(slow)).size).toBe(0);
    expect(await outcome(slow, new Set())).toEqual(["system"]);
    expect((await recommendImprovements(slow)).map(({ code }) => code)).toContain("learnFromOthers");
  });
});
