import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { mergeLifecycle, type ImportMapping, type ImportResult, type ImportSuccess } from "@longhaul/event-log";
import { readEventLog } from "@longhaul/event-log/event-tables";
import { FIXTURES, rowsOf, run, scratchDir } from "@longhaul/event-log/test-imports";
import { describe, expect, it } from "vitest";
import { measureActivityPerformance } from "../measures/activity-performance.ts";
import { measureProcessEfficiency } from "../measures/process-efficiency.ts";
import { measureRework } from "../measures/rework.ts";
import { discoverVariants, variantActivities } from "../graph/variants.ts";

const folder = join(FIXTURES, "hard-to-read");

type Row = readonly [caseId: string, activity: string, time: string];

/** What is right for a file; several are alternatives of being told. */
interface Expected {
  readonly events?: readonly Row[];
  /** These events, or a refusal. */
  readonly eventsOrRefused?: readonly Row[];
  /** These events but for some that are counted as errors. */
  readonly eventsOrErrors?: readonly Row[];
  readonly starts?: readonly Row[];
  readonly counts?: Partial<Record<"events" | "cases" | "activities" | "errorRecords", number>>;
  /** These counts, or a quality below 100. */
  readonly countsOrWarning?: Partial<Record<"events" | "cases" | "activities", number>>;
  readonly timeRange?: { readonly start?: string; readonly end?: string };
  readonly roles?: Readonly<Record<string, string>>;
  readonly absentRoles?: readonly string[];
  readonly variants?: readonly (readonly string[])[];
  readonly qualityBelow?: number;
  readonly refusedOrWarning?: boolean;
  readonly statusIn?: readonly number[];
  /** 422: refused with a message that says `text`. */
  readonly status?: number;
  readonly text?: string;
  readonly resources?: readonly string[];
  readonly casesWithRework?: number;
  /** Flow efficiency in per cent. */
  readonly efficiency?: number;
  /** Mean seconds by activity. */
  readonly waits?: Readonly<Record<string, number>>;
}

const names = readdirSync(folder).filter((name) => !name.endsWith(".json"));

/** Files made after reports of users of several tools, each for a kind of fault, with what is right. */
describe("logs that are hard to read", () => {
  it.each(names)("%s is read rightly, or the doubt is told", async (name) => {
    const { expect: wanted, mapping } = JSON.parse(await readFile(join(folder, `${name}.json`), "utf8")) as {
      expect: Expected;
      mapping: ImportMapping | null;
    };
    const result = await run(join(folder, name), mapping ?? {});
    expect(await deviations(result, wanted)).toEqual([]);
  });
});

function isRefusedRightly(message: string, wanted: Expected): boolean {
  if (wanted.status === 422) return new RegExp(wanted.text ?? "").test(message);
  return (
    wanted.eventsOrRefused !== undefined || wanted.refusedOrWarning === true || wanted.statusIn?.includes(422) === true
  );
}

async function deviations(result: ImportResult & { tablePath: string }, wanted: Expected): Promise<unknown[]> {
  if (!result.ok) return isRefusedRightly(result.message, wanted) ? [] : [result.message];
  const { mapping } = result.detected;
  const isTold = result.detected.doubts.some(({ points }) => points > 0) || result.errors.length > 0;
  const found: unknown[] = wanted.status === 422 ? ["accepted"] : [];
  const tell = (what: string, got: unknown, right: unknown): void => {
    if (JSON.stringify(got) !== JSON.stringify(right)) found.push({ what, got, right });
  };
  for (const [key, value] of Object.entries(wanted.counts ?? {})) tell(key, countOf(result, key), value);
  for (const [key, value] of Object.entries(wanted.countsOrWarning ?? {}))
    if (!isTold) tell(key, countOf(result, key), value);
  for (const [role, column] of Object.entries(wanted.roles ?? {})) tell(role, mapping[role as "caseId"], column);
  for (const role of wanted.absentRoles ?? []) tell(role, mapping[role as "caseId"], undefined);
  if (wanted.timeRange?.start !== undefined) tell("start", second(result.timeStart), wanted.timeRange.start);
  if (wanted.timeRange?.end !== undefined) tell("end", second(result.timeEnd), wanted.timeRange.end);
  if (wanted.qualityBelow !== undefined) tell("quality", result.quality.score < wanted.qualityBelow, true);
  if (wanted.refusedOrWarning === true) tell("told", isTold, true);
  const events = wanted.events ?? wanted.eventsOrRefused ?? wanted.eventsOrErrors;
  if (events !== undefined) {
    const got = sorted(
      (await rowsOf(result.tablePath, `case_id, activity, ${micros("timestamp")}`)) as unknown as Row[],
    );
    const right = sorted(events);
    if (wanted.eventsOrErrors === undefined) tell("rows", got, right);
    else {
      tell(
        "wrong rows",
        got.filter((row) => !right.includes(row)),
        [],
      );
      tell("rows and errors", got.length + result.errorRecords, right.length);
    }
  }
  if (wanted.starts !== undefined) {
    const got = await rowsOf(result.tablePath, `case_id, activity, ${micros("start_timestamp")}`);
    tell("starts", sorted(got as unknown as Row[]), sorted(wanted.starts));
  }
  for (const [what, got, right] of await minedDeviations(result.tablePath, wanted)) tell(what, got, right);
  if (wanted.variants !== undefined) tell("variants", await variantsOf(result.tablePath), wanted.variants);
  if (wanted.resources !== undefined && !isTold) {
    const got = await rowsOf(result.tablePath, "DISTINCT resource");
    tell(
      "resources",
      got.flatMap(([value]) => (typeof value === "string" ? [value] : [])).toSorted((a, b) => (a < b ? -1 : 1)),
      wanted.resources,
    );
  }
  return found;
}

const countOf = (result: ImportSuccess, key: string): unknown => result[key as "events"];
const second = (iso: string | null): string => `${iso?.slice(0, 19)}Z`;
const micros = (column: string): string => `strftime(${column}, '%Y-%m-%dT%H:%M:%S.%f')`;
const sorted = (rows: readonly Row[]): string[] => rows.map((row) => JSON.stringify(row)).toSorted();

async function variantsOf(tablePath: string): Promise<string[][]> {
  const log = await readEventLog({ tablePath, threads: 2, memoryLimitMB: 256, scratchDir });
  const variants = await discoverVariants(log, {});
  return Array.from({ length: variants.variantCount }, (_, at) => variantActivities(log, variants, at));
}

async function minedDeviations(
  tablePath: string,
  { efficiency, casesWithRework, waits = {} }: Expected,
): Promise<[what: string, got: unknown, right: unknown][]> {
  if (efficiency === undefined && casesWithRework === undefined && Object.keys(waits).length === 0) return [];
  const recorded = await readEventLog({ tablePath, threads: 2, memoryLimitMB: 256, scratchDir, withLifecycle: true });
  const log = (await mergeLifecycle(recorded))?.log ?? recorded;
  const means = await measureActivityPerformance(log);
  const flow = await measureProcessEfficiency(log);
  return [
    ["efficiency", efficiency && Number((100 * (flow?.flowEfficiency ?? 0)).toFixed(1)), efficiency],
    ["rework", casesWithRework === undefined ? undefined : (await measureRework(log)).caseCount, casesWithRework],
    ...Object.entries(waits).map(([name, right]): [string, unknown, unknown] => [
      `waiting for ${name}`,
      Math.round(means.find(({ activity }) => activity === name)?.waiting.meanSec ?? Number.NaN),
      right,
    ]),
  ];
}
