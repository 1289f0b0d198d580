import type { Random } from "@longhaul/domain";
import type { EventLog } from "@longhaul/event-log";

interface PlantedEvent {
  readonly activity: number;
  readonly endMs: number;
  readonly startMs: number;
  readonly resource: number;
}

type Damage = (
  events: readonly PlantedEvent[],
  random: Random,
  workByActivity: readonly ReadonlyMap<number, number>[],
) => PlantedEvent[];

/** The ways to make a case odd, used in turn. */
const damages: readonly Damage[] = [exchangeSteps, dropStep, repeatStep, delayStep, exchangeResource];

/**
 * Copies the given cases into a log and makes the cases at the indexes in `planted` odd, each in one of five ways: two
 * steps exchanged, a step dropped, a step repeated five times, one wait made a hundred times the case's duration, or a
 * step done by somebody who never does it. All else, dictionaries included, stays as it is.
 */
export function plantAnomalies(
  log: EventLog,
  cases: Uint32Array,
  planted: ReadonlySet<number>,
  random: Random,
): EventLog {
  const events: PlantedEvent[] = [];
  const caseOffsets = new Uint32Array(cases.length + 1);
  const workByActivity = countWork(log, cases);
  let turn = 0;
  for (const [place, caseIndex] of cases.entries()) {
    const original = eventsOf(log, caseIndex);
    const damage = planted.has(place) ? damages[turn++ % damages.length] : undefined;
    events.push(...(damage === undefined ? original : damage(original, random, workByActivity)));
    caseOffsets[place + 1] = events.length;
  }
  return {
    eventCount: events.length,
    caseCount: cases.length,
    caseIds: Array.from(cases, (caseIndex) => log.caseIds[caseIndex] ?? ""),
    activities: log.activities,
    resources: log.resources,
    caseOffsets,
    activity: Uint32Array.from(events, (event) => event.activity),
    endMs: Float64Array.from(events, (event) => event.endMs),
    startMs: log.startMs === null ? null : Float64Array.from(events, (event) => event.startMs),
    resource: log.resource === null ? null : Int32Array.from(events, (event) => event.resource),
  };
}

function eventsOf(log: EventLog, caseIndex: number): PlantedEvent[] {
  const events: PlantedEvent[] = [];
  const end = log.caseOffsets[caseIndex + 1] ?? 0;
  for (let row = log.caseOffsets[caseIndex] ?? 0; row < end; row++) {
    events.push({
      activity: log.activity[row] ?? 0,
      endMs: log.endMs[row] ?? 0,
      startMs: log.startMs?.[row] ?? Number.NaN,
      resource: log.resource?.[row] ?? -1,
    });
  }
  return events;
}

function pick(count: number, random: Random): number {
  return Math.floor(random() * count);
}

function exchangeSteps(events: readonly PlantedEvent[], random: Random): PlantedEvent[] {
  const one = pick(events.length, random);
  const other = (one + 1 + pick(events.length - 1, random)) % events.length;
  return events.map((event, index) => {
    const source = index === one ? other : index === other ? one : index;
    return { ...event, activity: events[source]?.activity ?? event.activity };
  });
}

function dropStep(events: readonly PlantedEvent[], random: Random): PlantedEvent[] {
  const dropped = pick(events.length, random);
  return events.length === 1 ? [...events] : events.filter((_, index) => index !== dropped);
}

function repeatStep(events: readonly PlantedEvent[], random: Random): PlantedEvent[] {
  const repeated = pick(events.length, random);
  return events.flatMap((event, index) => (index === repeated ? Array.from({ length: 5 }, () => event) : [event]));
}

function delayStep(events: readonly PlantedEvent[], random: Random): PlantedEvent[] {
  const from = events.length === 1 ? 0 : 1 + pick(events.length - 1, random);
  const delayMs = 100 * Math.max(60_000, (events.at(-1)?.endMs ?? 0) - (events[0]?.endMs ?? 0));
  return events.map((event, index) =>
    index < from ? event : { ...event, endMs: event.endMs + delayMs, startMs: event.startMs + delayMs },
  );
}

function exchangeResource(
  events: readonly PlantedEvent[],
  random: Random,
  workByActivity: readonly ReadonlyMap<number, number>[],
): PlantedEvent[] {
  const at = pick(events.length, random);
  const able = workByActivity[events[at]?.activity ?? 0];
  const busy = new Map<number, number>();
  for (const work of workByActivity) for (const [who, count] of work) busy.set(who, (busy.get(who) ?? 0) + count);
  const strangers = [...busy]
    .filter(([who]) => able?.has(who) !== true)
    .toSorted((one, other) => other[1] - one[1] || one[0] - other[0]);
  const stranger = strangers[0]?.[0];
  if (stranger === undefined) return exchangeSteps(events, random);
  return events.map((event, index) => (index === at ? { ...event, resource: stranger } : event));
}

/** Counts each activity's events by resource in the given cases. */
function countWork(log: EventLog, cases: Uint32Array): Map<number, number>[] {
  const work = log.activities.map(() => new Map<number, number>());
  for (const owner of cases) {
    const end = log.caseOffsets[owner + 1] ?? 0;
    for (let row = log.caseOffsets[owner] ?? 0; row < end; row++) {
      const who = log.resource?.[row] ?? -1;
      const ofActivity = work[log.activity[row] ?? 0];
      if (who >= 0) ofActivity?.set(who, (ofActivity.get(who) ?? 0) + 1);
    }
  }
  return work;
}
