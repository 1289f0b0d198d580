import { seededRandom, type Random } from "@longhaul/domain";
import type { CaseAttribute, EventLog } from "@longhaul/event-log";
import { WEEKDAYS } from "./segments.ts";
import { eventLogFromTraces, type TraceEvent } from "../log/event-log-from-traces.ts";
import { purchase, type PlantedWorld } from "./planted-worlds.fixture.ts";
import type { Recommendation } from "./recommendation.ts";

/** What makes cases slow in a log that is made up; nothing does in `none`. */
export type PlantedCause = "none" | "scarce-resource" | "slow-region" | "weekly-batch" | "supplier-rework";

/** Whether a recommendation names the cause that was planted. */
export function namesCause(cause: PlantedCause, world: PlantedWorld, one: Recommendation | undefined): boolean {
  const step = world.steps[world.at];
  switch (cause) {
    case "none":
      return one === undefined;
    case "scarce-resource":
      return (
        one?.code === "addCapacity" && one.evidence.activity === step && one.evidence.performers === world.scarce.length
      );
    case "slow-region":
      return one?.code === "learnFromOthers" && isAbout(one, "region", world.regions[0]);
    case "weekly-batch":
      return (
        one?.code === "workEveryDay" &&
        one.evidence.activity === step &&
        one.evidence.weekday === WEEKDAYS[world.batchDay]
      );
    case "supplier-rework":
      return (
        one?.code === "findCauseOfRework" &&
        one.evidence.activity === step &&
        isAbout(one, "supplier", world.suppliers[0])
      );
  }
}

/** Whether it speaks of cases with this value of an attribute alone. */
function isAbout({ evidence }: Recommendation, what: string, value: string | undefined): boolean {
  const [first, ...others] = "conditions" in evidence ? evidence.conditions : [];
  return first?.what === what && first.value === value && others.length === 0;
}

interface PlantedLog {
  readonly log: EventLog;
  readonly attributes: readonly CaseAttribute[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A Monday. */
const BEGIN_MS = Date.UTC(2024, 0, 1);
const CLERKS = ["Ann", "Bob", "Cay", "Dan", "Eve", "Fay", "Gus", "Hal"];
const OPENS = 8 * HOUR_MS;
const CLOSES = 17 * HOUR_MS;
const OPTIONAL_SHARE = 0.66;
const USUAL_REWORK = 0.08;
/** Mean waits: of every step where all are slow, and of the planted one where one is. */
const EVERYWHERE_HOURS = 12;
const PLANTED_HOURS = 30;

/** One case of a log that is being made. */
interface Growing {
  readonly region: string;
  readonly supplier: string;
  readonly trace: TraceEvent[];
  nowMs: number;
}

/**
 * A log of a process of six steps in which resources, attributes and waits are drawn by chance, and one cause is planted.
 * All cases take a step before any takes the next, so that those who wait for one resource are served as they come.
 */
export function plantedLog(cause: PlantedCause, seed: number, world: PlantedWorld = purchase): PlantedLog {
  const random = seededRandom(1000 + seed);
  const clock = world.hasOfficeHours ? officeClock : { toWorked: (ms: number) => ms, toElapsed: (ms: number) => ms };
  const wait = (meanMs: number): number => meanMs * drawn(world.wait, random);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const workedMs = clock.toWorked(BEGIN_MS + world.days * DAY_MS) - clock.toWorked(BEGIN_MS);
  let arrivalMs = clock.toWorked(BEGIN_MS);
  const cases: Growing[] = Array.from({ length: world.cases }, () => {
    arrivalMs += (-workedMs / world.cases) * Math.log(1 - random());
    return { region: pick(world.regions), supplier: pick(world.suppliers), trace: [], nowMs: arrivalMs };
  });
  const serviceMs = (world.scarce.length * workedMs * world.load) / world.cases;
  // Times of a case are in worked time while it grows.
  const take = (one: Growing, step: string, who: string, beginMs: number, lengthMs: number): void => {
    one.nowMs = beginMs + lengthMs;
    const [start, end] = [clock.toElapsed(beginMs), clock.toElapsed(one.nowMs)];
    one.trace.push(world.hasStarts ? [step, end, who, start] : [step, end, who]);
  };
  for (const [number, step] of world.steps.entries()) {
    const isPlanted = number === world.at;
    const isLastButOne = number === world.steps.length - 2;
    const freeMs = world.scarce.map(() => 0);
    for (const one of cases.toSorted((a, b) => a.nowMs - b.nowMs)) {
      if (isLastButOne && random() > OPTIONAL_SHARE) continue;
      if (isPlanted && cause === "scarce-resource") {
        const server = freeMs.indexOf(Math.min(...freeMs));
        const beginMs = Math.max(one.nowMs, freeMs[server] ?? 0);
        take(one, step, world.scarce[server] ?? "", beginMs, serviceMs * (0.7 + 0.6 * random()));
        freeMs[server] = one.nowMs;
        continue;
      }
      const workMs = world.hasStarts ? 0.4 * HOUR_MS * (0.5 + random()) : 0;
      if (isPlanted && cause === "weekly-batch") {
        const elapsed = clock.toElapsed(one.nowMs);
        const day = Math.floor((elapsed - BEGIN_MS) / DAY_MS);
        const batchDay = day + ((world.batchDay - 1 - (day % 7) + 7) % 7);
        const at = BEGIN_MS + batchDay * DAY_MS + (world.isBatchAtOnce ? 16 * HOUR_MS : 9 * HOUR_MS);
        const batchMs = (at < elapsed ? at + 7 * DAY_MS : at) + (world.isBatchAtOnce ? 0 : 6 * HOUR_MS * random());
        take(one, step, pick(CLERKS), Math.max(one.nowMs, clock.toWorked(batchMs)), workMs);
        continue;
      }
      const isSlow =
        cause === "slow-region" && one.region === world.regions[0] && (isPlanted || world.isSlowEverywhere);
      const slower = isSlow ? world.slower : 1;
      const meanMs =
        number === 0 ? 0 : (world.isSlowEverywhere ? EVERYWHERE_HOURS : isPlanted ? PLANTED_HOURS : 10) * HOUR_MS;
      take(one, step, pick(CLERKS), one.nowMs + wait(meanMs) * slower, workMs);
      if (!isPlanted) continue;
      const isWorst = cause === "supplier-rework" && one.supplier === world.suppliers[0];
      while (random() < (isWorst ? world.reworkShare : USUAL_REWORK)) {
        if (world.correct !== null) take(one, world.correct, pick(CLERKS), one.nowMs + wait(12 * HOUR_MS), workMs);
        take(one, step, pick(CLERKS), one.nowMs + wait(8 * HOUR_MS), workMs);
      }
    }
  }
  return {
    log: eventLogFromTraces(cases.map(({ trace }) => trace)),
    attributes: [
      textAttribute(
        "region",
        world.regions,
        cases.map(({ region }) => region),
      ),
      textAttribute(
        "supplier",
        world.suppliers,
        cases.map(({ supplier }) => supplier),
      ),
      {
        name: "amount",
        kind: "number",
        numbers: Float64Array.from(cases, () => Math.round(-5000 * Math.log(1 - random()))),
      },
    ],
  };
}

/** By how many seconds cases of the slow region take longer on average; null where office hours stretch it. */
export function trueEffect({ hasOfficeHours, isSlowEverywhere, slower, steps }: PlantedWorld): number | null {
  if (hasOfficeHours) return null;
  const hours = isSlowEverywhere ? EVERYWHERE_HOURS * (steps.length - 2 + OPTIONAL_SHARE) : PLANTED_HOURS;
  return hours * (slower - 1) * 3600;
}

/** Draws a factor with mean 1. */
function drawn(wait: PlantedWorld["wait"], random: Random): number {
  if (wait === "exponential") return -Math.log(1 - random());
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return wait === "log-normal" ? Math.exp(0.9 * normal - 0.405) : Math.max(0.1, 1 + 0.3 * normal);
}

/** Worked time counts the hours from 8:00 to 17:00 of Monday to Friday, from `BEGIN_MS`. */
const officeClock = {
  toWorked(ms: number): number {
    const day = Math.floor((ms - BEGIN_MS) / DAY_MS);
    const week = Math.floor(day / 7);
    const inDay = Math.min(Math.max(ms - BEGIN_MS - day * DAY_MS, OPENS), CLOSES) - OPENS;
    const weekday = day - 7 * week;
    return (5 * week + Math.min(weekday, 5)) * (CLOSES - OPENS) + (weekday < 5 ? inDay : 0);
  },
  toElapsed(worked: number): number {
    const length = CLOSES - OPENS;
    const day = Math.floor(worked / length);
    const week = Math.floor(day / 5);
    return BEGIN_MS + (7 * week + (day - 5 * week)) * DAY_MS + OPENS + (worked - day * length);
  },
};

function textAttribute(name: string, values: readonly string[], ofCases: readonly string[]): CaseAttribute {
  return { name, kind: "text", values, codes: Int32Array.from(ofCases, (value) => values.indexOf(value)) };
}
