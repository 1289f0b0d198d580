import { ImportRefusal } from "../terms/import-refusal.ts";
import { columnRoles, type ColumnRole, type DetectedBy } from "../terms/import-result.ts";
import type { Doubt } from "../terms/doubt.ts";
import { isTime, type ColumnFacts } from "./column-facts.ts";
import { doubtMixedFields } from "./doubt-mixed-fields.ts";
import { findLifecycle } from "./find-lifecycle.ts";
import { findNamed } from "./find-named.ts";
import { fullerActivity } from "./fuller-activity.ts";
import { nameFit, namesOther } from "./name-fit.ts";
import { pairTimes, spanFit } from "./pair-times.ts";
import { refuseOneRowPerCase, type BestCase } from "./one-row-per-case.ts";
import { findNestedCase } from "./nested-case.ts";
import { enoughRows, rankCandidates, weightOf, type RankedCandidates } from "./rank-candidates.ts";
import { activityEvidence, caseEvidence, timeEvidence } from "./role-evidence.ts";

export type NeededRole = "caseId" | "activity" | "timestamp";
const NEEDED = ["caseId", "activity", "timestamp"] as const;

export interface ChosenRoles {
  readonly roles: Partial<Record<ColumnRole, number>>;
  readonly detectedBy: Partial<Record<ColumnRole, DetectedBy>>;
  readonly candidates: RankedCandidates<NeededRole>;
  readonly doubts: readonly Doubt[];
}

interface Choice {
  readonly roles: Readonly<Record<NeededRole, number>>;
  readonly names: Readonly<Record<NeededRole, number>>;
  readonly evidence: Readonly<Record<NeededRole, number>>;
  readonly score: number;
}

/** Candidates of each role that are weighed together. */
const maxCandidates = 8;
/** Fit of a name, and of one that is of nothing else, such as `Case ID`. */
const [goodName, sureName] = [0.8, 0.95];
const goodEvidence = 0.3;
/** Fewer rows may be cases of one event each. */
const fewRows = 8;
/** What a time that is only planned, or the case's, loses beside others. */
const otherTime = 0.3;
/** Points that a doubt about a role takes off the quality. */
const POINTS = { byContent: 2, unlikely: 10, close: 5 } as const;

/**
 * Gives columns the roles that the caller left open. Candidates for case, activity and time are weighed together, by name and
 * by the log that they would give. A role that only values suggest, or that a second column might have as well, is reported
 * as a doubt. Where the evidence isn't enough, the file is refused with the candidates.
 */
export function chooseRoles(columns: readonly ColumnFacts[], given: Partial<Record<ColumnRole, number>>): ChosenRoles {
  const rows = columns[0]?.codes.length ?? 0;
  const taken = new Set(Object.values(given));
  const candidates = (role: NeededRole): readonly number[] => {
    const index = given[role];
    if (index !== undefined) return [index];
    return columns
      .flatMap((column, at) => (taken.has(at) || !mayBe(column, role) ? [] : [at]))
      .toSorted((a, b) => promise(columns, b, role) - promise(columns, a, role) || a - b)
      .slice(0, maxCandidates);
  };
  const lists = { caseId: candidates("caseId"), activity: candidates("activity"), timestamp: candidates("timestamp") };
  const choices = weigh(columns, lists, rows);
  const [best] = choices;
  if (given.caseId === undefined && (given.activity === undefined || given.timestamp === undefined))
    refuseOneRowPerCase(columns, bestCase(columns, best), rows);
  if (best === undefined) return { roles: given, detectedBy: givenBy(given), candidates: {}, doubts: [] };
  const doubts: Doubt[] = [];
  for (const role of NEEDED) {
    if (given[role] !== undefined) continue;
    const rival = choices.find((choice) => !isSame(columns[choice.roles[role]], columns[best.roles[role]]));
    const doubt = judge(columns, role, best, rival, rows);
    if (doubt === "refuse") throw unclear(columns, role, lists[role], best);
    if (doubt !== null) doubts.push(doubt);
  }
  if (given.caseId === undefined) doubts.push(...doubtNested(columns, best));
  const roles: Partial<Record<ColumnRole, number>> = { ...given, ...best.roles };
  if (given.activity === undefined) {
    const fuller = fullerActivity(columns, best.roles.activity, new Set(Object.values(roles)));
    if (fuller !== null) roles.activity = fuller.index;
    doubts.push(...(fuller === null ? doubtMixedFields(columns, best.roles.activity) : [fuller.doubt]));
  }
  const times = pairTimes(columns, roles, given);
  if (times.timestamp !== undefined) roles.timestamp = times.timestamp;
  if (times.startTimestamp !== undefined) roles.startTimestamp = times.startTimestamp;
  doubts.push(...times.doubts);
  for (const role of ["lifecycle", "resource"] as const) {
    const inRole = new Set(Object.values(roles));
    const found =
      given[role] ??
      findNamed(columns, role, inRole, rows) ??
      (role === "lifecycle" ? findLifecycle(columns, roles, inRole) : null);
    if (found !== null) roles[role] = found;
  }
  const open = NEEDED.filter((role) => given[role] === undefined);
  const detectedBy = Object.fromEntries(
    columnRoles.flatMap((role) => {
      const index = roles[role];
      if (index === undefined) return [];
      const by: DetectedBy =
        given[role] !== undefined ? "given" : nameFit(columns[index]?.name ?? "", role) > 0 ? "name" : "content";
      return [[role, by]];
    }),
  );
  return { roles, detectedBy, candidates: rankCandidates(choices, open, rows), doubts };
}

const bestCase = (columns: readonly ColumnFacts[], best: Choice | undefined): BestCase => ({
  column: columns[best?.roles.caseId ?? -1],
  isNamed: (best?.names.caseId ?? 0) >= goodName,
  evidence: best?.evidence.caseId ?? 0,
});

/** Whether two columns are one, or say the same: of times, the same times; of others, the same rows by their first values. */
function isSame(left: ColumnFacts | undefined, right: ColumnFacts | undefined): boolean {
  if (left === undefined || right === undefined || left === right) return left === right;
  const [times, others] = [left.seconds, right.seconds];
  if (times !== null && others !== null) return times.every((time, at) => Object.is(time, others[at]));
  const isAlike = left.distinct < left.filled || left.words.every((word, at) => word === right.words[at]);
  return isAlike && left.codes.every((code, at) => code === right.codes[at]);
}

const givenBy = (given: Partial<Record<ColumnRole, number>>): Partial<Record<ColumnRole, DetectedBy>> =>
  Object.fromEntries(Object.keys(given).map((role) => [role, "given" as const]));

function mayBe(column: ColumnFacts, role: NeededRole): boolean {
  const isSure = isTime(column) && column.time?.isWeak === false;
  const name = nameFit(column.name, role);
  if (role === "timestamp")
    return isTime(column) && (column.time?.isFaint !== true || name > 0 || nameFit(column.name, "startTimestamp") > 0);
  // Names with a sign before them are copies that tools make.
  if (column.name.startsWith("@@") || column.filled === 0) return false;
  // Ids such as MAR4-17 read as days.
  if (role === "caseId") return !isSure || name >= sureName;
  return !isSure && !/^case:/i.test(column.name);
}

/** A name's fit; a start is a worse time of an event than an end, but better than anything else. */
function fit(column: ColumnFacts | undefined, role: NeededRole): number {
  if (column === undefined) return 0;
  if (role !== "timestamp") return nameFit(column.name, role);
  return Math.max(spanFit(column.name, role), 0.6 * spanFit(column.name, "startTimestamp"));
}

/** Which columns are worth weighing, before any is known to be the case. */
function promise(columns: readonly ColumnFacts[], index: number, role: NeededRole): number {
  const column = columns[index];
  if (column === undefined) return 0;
  const { distinct, filled } = column;
  const repeats = distinct > 1 && filled >= distinct * 1.2 ? 0.5 : 0;
  const shape = role === "timestamp" ? Math.min(1, distinct / Math.max(1, filled)) : repeats;
  return (
    2 * fit(column, role) +
    shape +
    (role === "activity" ? 0.3 * column.letters : 0) -
    (column.fractions > 0.02 ? 0.5 : 0)
  );
}

/** Points that the name of a resource or a life cycle takes from a column as the case or the activity. */
const otherwiseNamed = ({ name }: ColumnFacts, role: "caseId" | "activity"): number =>
  nameFit(name, role) > 0 ? 0 : 0.6 * Math.max(nameFit(name, "resource"), nameFit(name, "lifecycle"));

function weigh(
  columns: readonly ColumnFacts[],
  lists: Readonly<Record<NeededRole, readonly number[]>>,
  rows: number,
): Choice[] {
  const weight = weightOf(rows);
  const cache = new Map<string, number>();
  const once = (key: string, measure: () => number): number => {
    const value = cache.get(key) ?? measure();
    cache.set(key, value);
    return value;
  };
  const choices: Choice[] = [];
  for (const caseId of lists.caseId)
    for (const timestamp of lists.timestamp)
      for (const activity of lists.activity) {
        const [owner, time, step] = [columns[caseId], columns[timestamp], columns[activity]];
        if (owner === undefined || time === undefined || step === undefined) continue;
        if (caseId === activity || caseId === timestamp || activity === timestamp) continue;
        const evidence = {
          caseId: once(`c ${caseId} ${timestamp}`, () => caseEvidence(owner, time, columns)),
          activity: once(`a ${caseId} ${activity}`, () => activityEvidence(step, owner)),
          timestamp: once(`t ${caseId} ${timestamp}`, () => timeEvidence(time, owner)),
        };
        const names = {
          caseId: fit(owner, "caseId"),
          activity: fit(step, "activity"),
          timestamp: fit(time, "timestamp"),
        };
        const score =
          names.caseId +
          names.activity +
          names.timestamp -
          otherwiseNamed(owner, "caseId") -
          otherwiseNamed(step, "activity") -
          (namesOther(time.name, "timestamp") ? otherTime : 0) +
          weight * (evidence.caseId + evidence.activity + evidence.timestamp);
        choices.push({ roles: { caseId, activity, timestamp }, names, evidence, score });
      }
  return choices.toSorted((a, b) => b.score - a.score);
}

/** Whether a role of the best choice is sure, is told as a doubt, or isn't made at all. */
function judge(
  columns: readonly ColumnFacts[],
  role: NeededRole,
  best: Choice,
  rival: Choice | undefined,
  rows: number,
): Doubt | "refuse" | null {
  const name = best.names[role];
  const evidence = best.evidence[role];
  const margin = rival === undefined ? Infinity : best.score - rival.score;
  const taken = columns[best.roles[role]]?.name ?? "";
  const other = rival === undefined ? "" : (columns[rival.roles[role]]?.name ?? "");
  const doubt = (detail: string, points: number): Doubt => ({ kind: "RoleUncertain", column: taken, detail, points });
  const isMany = rows >= enoughRows;
  if (name >= goodName) {
    // What is the same in all events of a case isn't the time of any, however few there are.
    const { distinct, filled } = columns[best.roles[role]] ?? { distinct: 0, filled: 1 };
    // Activities are told by what follows them in a case.
    const unlessInTable = role === "timestamp" ? {} : ({ unlessInTable: true } as const);
    if ((isMany || role === "timestamp") && evidence < goodEvidence) {
      const found = doubt(
        `"${taken}" has the name of ${WORDS[role]}, but its values hardly behave like one. Name another column as ${role} in the mapping if that is wrong.`,
        POINTS.unlikely,
      );
      return { ...found, ...unlessInTable };
    }
    if (role === "caseId" && rows >= fewRows && distinct >= filled * 0.9) {
      const found = doubt(
        `${distinct === filled ? "Each" : "Nearly each"} row has its own "${taken}", so that ${distinct === filled ? "every case" : "nearly every case"} has one event: the table seems to have one row for each case. Export the history of its events, or name another column as caseId in the mapping.`,
        POINTS.unlikely,
      );
      return { ...found, ...unlessInTable };
    }
    if (margin < 0.15) return doubt(`"${taken}" was taken as ${role}; "${other}" could be it as well.`, POINTS.close);
    return null;
  }
  if (name >= 0.5 && (!isMany || evidence >= goodEvidence) && margin >= 0.15) return null;
  const least = name > 0 ? 0.15 : 0.3;
  // Of two times one is mostly the start of the other, which both may be read as.
  const isOpen = name === 0 && margin < 0.08 && role !== "timestamp";
  if (evidence < least || isOpen) return isMany || name === 0 ? "refuse" : null;
  const rest = other === "" || margin > 0.4 ? "" : ` "${other}" could be it as well.`;
  return doubt(
    `"${taken}" was taken as ${role} by its values.${rest} Name the column in the mapping if that is wrong.`,
    margin < 0.25 ? POINTS.unlikely : POINTS.byContent,
  );
}

/** A finer case than the one that was taken, where nothing else was told of it. */
function doubtNested(columns: readonly ColumnFacts[], { roles }: Choice): Doubt[] {
  const [owner, time, step] = [columns[roles.caseId], columns[roles.timestamp], columns[roles.activity]];
  if (owner === undefined || time === undefined || step === undefined) return [];
  const finer = findNestedCase(columns, owner, time, new Set([owner, time, step]));
  if (finer === null) return [];
  return [
    {
      kind: "RoleUncertain",
      column: owner.name,
      detail: `"${owner.name}" was taken as caseId; "${finer.name}" divides its events further and could be it as well, as the visits of a patient do. Name the column in the mapping if that is meant.`,
      points: POINTS.close,
    },
  ];
}

const WORDS: Readonly<Record<NeededRole, string>> = {
  caseId: "a case",
  activity: "an activity",
  timestamp: "an event's time",
};

function unclear(
  columns: readonly ColumnFacts[],
  role: NeededRole,
  list: readonly number[],
  best: Choice,
): ImportRefusal {
  const ranked = [best.roles[role], ...list.filter((index) => index !== best.roles[role])].slice(0, 5);
  const names = ranked.map((index) => columns[index]?.name ?? "");
  return new ImportRefusal(
    "ColumnNotIdentified",
    `No column is clearly ${WORDS[role]} (${role}). The likeliest are: ${names.map((name) => `"${name}"`).join(", ")}. Name it in the mapping, for example {"${role}": ${JSON.stringify(names[0] ?? "<column>")}}.`,
    { columns: columns.map(({ name }) => name), candidates: { [role]: names } },
  );
}
