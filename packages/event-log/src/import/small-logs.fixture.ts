import { rowsOf } from "./test-imports.fixture.ts";

/** An event of a small log; times are milliseconds since 1970 at whole seconds. */
export interface SmallEvent {
  readonly caseNumber: number;
  readonly caseId: string;
  readonly step: number;
  readonly activity: string;
  readonly start: number;
  readonly end: number;
  readonly resource: string;
  /** Place in the order of time, from 0, and among the events of its case, from 0. */
  readonly at: number;
  readonly place: number;
}

export const STEPS = ["Register", "Check", "Assess", "Decide", "Pay", "Close"];

/** 12 cases of 4 to 6 events in the order of time, no two of them at one second. */
export function smallLog({
  from = "2024-03-04T08:00:00Z",
  hoursBetweenCases = 9,
  hoursBetweenSteps = 7,
} = {}): SmallEvent[] {
  const cases = Array.from({ length: 12 }, (_, caseNumber) => {
    const steps = [
      [0, 1, 2, 1, 3, 5],
      [0, 1, 2, 3, 4, 5],
      [0, 1, 3, 5],
    ][caseNumber % 3] ?? [0];
    return steps.map((step, place) => {
      const delay = ((caseNumber * 7 + place * 13) % 11) / 13;
      const hours = caseNumber * hoursBetweenCases + (place + delay) * hoursBetweenSteps;
      const end = Date.parse(from) + Math.round(hours * 3600) * 1000;
      return {
        caseNumber,
        caseId: `C-${1000 + caseNumber}`,
        step,
        activity: STEPS[step] ?? "",
        start: end - (20 + ((caseNumber + place) % 4) * 10) * 60_000,
        end,
        resource: ["Ana", "Bo", "Cy", "Di"][(caseNumber * 5 + place * 3) % 4] ?? "",
        place,
      };
    });
  });
  return cases
    .flat()
    .toSorted((a, b) => a.end - b.end)
    .map((event, at) => ({ ...event, at }));
}

/** `2024-03-04 08:00:00`. */
export const isoOf = (time: number): string => new Date(time).toISOString().slice(0, 19).replace("T", " ");
export const dayOf = (time: number): string => isoOf(time).slice(0, 10);

type Columns = Readonly<Record<string, (event: SmallEvent) => string | number>>;

/** The events as a table, a line each in their order. */
export function csvOf(events: readonly SmallEvent[], columns: Columns, delimiter = ","): string {
  const fields = Object.entries(columns);
  const lines = events.map((event) => fields.map(([, valueOf]) => valueOf(event)).join(delimiter));
  return `${[fields.map(([name]) => name).join(delimiter), ...lines].join("\n")}\n`;
}

/** The activities of each case in the order of the table, which is that of events of one time. */
export async function tracesOf(tablePath: string): Promise<Record<string, string[]>> {
  const traces: Record<string, string[]> = {};
  for (const [caseId, activity] of await rowsOf(tablePath)) (traces[String(caseId)] ??= []).push(String(activity));
  return traces;
}

/** The activities of each case in the order of time. */
export const tracesIn = (events: readonly SmallEvent[]): Record<string, string[]> =>
  Object.fromEntries(
    [...Map.groupBy(events, ({ caseId }) => caseId)].map(([caseId, members]) => [
      caseId,
      members.toSorted((a, b) => a.end - b.end).map(({ activity }) => activity),
    ]),
  );
