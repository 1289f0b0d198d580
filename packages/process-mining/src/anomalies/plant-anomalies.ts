import type { EventLog } from "../event-log.ts";
import type { Random } from "../prediction/seeded-random.ts";

interface PlantedEvent {
  readonly activity: number;
  readonly endMs: number;
  readonly startMs: number;
  readonly resource: number;
}

type Damage = (events: readonly PlantedEvent[], log: EventLog, random: Random) => PlantedEvent[];

/** What is done to a case to make it odd, in turn. */
const damages: readonly Damage[] = [exchangeSteps, dropStep, repeatStep, delayStep, exchangeResource];

/**
 * A log of the given cases in which those at the places named by `planted` are made odd, each in one of five ways: two
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
  let turn = 0;
  for (const [place, caseIndex] of cases.entries()) {
    const original = eventsOf(log, caseIndex);
    const damage = planted.has(place) ? damages[turn++ % damages.length] : undefined;
    events.push(...(damage === undefined ? original : damage(original, log, random)));
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

function exchangeSteps(events: readonly PlantedEvent[], _log: EventLog, random: Random): PlantedEvent[] {
  const one = pick(events.length, random);
  const other = (one + 1 + pick(events.length - 1, random)) % events.length;
  return events.map((event, index) => {
    const source = index === one ? other : index === other ? one : index;
    return { ...event, activity: events[source]?.activity ?? event.activity };
  });
}

function dropStep(events: readonly PlantedEvent[], _log: EventLog, random: Random): PlantedEvent[] {
  const dropped = pick(events.length, random);
  return events.length === 1 ? [...events] : events.filter((_, index) => index !== dropped);
}

function repeatStep(events: readonly PlantedEvent[], _log: EventLog, random: Random): PlantedEvent[] {
  const repeated = pick(events.length, random);
  return events.flatMap((event, index) => (index === repeated ? Array.from({ length: 5 }, () => event) : [event]));
}

function delayStep(events: readonly PlantedEvent[], _log: EventLog, random: Random): PlantedEvent[] {
  const from = events.length === 1 ? 0 : 1 + pick(events.length - 1, random);
  const delayMs = 100 * Math.max(60_000, (events.at(-1)?.endMs ?? 0) - (events[0]?.endMs ?? 0));
  return events.map((event, index) =>
    index < from ? event : { ...event, endMs: event.endMs + delayMs, startMs: event.startMs + delayMs },
  );
}

function exchangeResource(events: readonly PlantedEvent[], log: EventLog, random: Random): PlantedEvent[] {
  if (log.resources === null || log.resource === null) return exchangeSteps(events, log, random);
  const at = pick(events.length, random);
  const activity = events[at]?.activity;
  const able = new Set<number>();
  const busy = new Map<number, number>();
  for (let row = 0; row < log.eventCount; row++) {
    const who = log.resource[row] ?? -1;
    if (log.activity[row] === activity) able.add(who);
    busy.set(who, (busy.get(who) ?? 0) + 1);
  }
  busy.delete(-1);
  const strangers = [...busy].filter(([who]) => !able.has(who)).toSorted((a, b) => b[1] - a[1] || a[0] - b[0]);
  const stranger = strangers[0]?.[0];
  if (stranger === undefined) return exchangeSteps(events, log, random);
  return events.map((event, index) => (index === at ? { ...event, resource: stranger } : event));
}
