import { isoOf, smallLog, STEPS, type SmallEvent } from "./small-logs.fixture.ts";

/** What a column holds of an event. */
export type ValueOf = (event: SmallEvent) => string | number;

/** What every export is of. */
export const exportedEvents = smallLog({ hoursBetweenCases: 40 });

/** A log as a tool writes it. */
export interface Export {
  /** Columns in their order. */
  readonly columns: Readonly<Record<string, ValueOf>>;
  /** What its cases and activities are, where not the events' own. */
  readonly case?: ValueOf;
  readonly activity?: ValueOf;
  readonly hasStart?: true;
  readonly delimiter?: string;
  readonly prefix?: string;
}

/** Its case. */
export const c: ValueOf = ({ caseId }) => caseId;
/** Its activity. */
export const a: ValueOf = ({ activity }) => activity;
/** When it began. */
export const s: ValueOf = ({ start }) => isoOf(start);
/** When it ended. */
export const t: ValueOf = ({ end }) => isoOf(end);
/** Who did it. */
export const r: ValueOf = ({ resource }) => resource;
/** The activity before. */
export const old: ValueOf = ({ step }) => STEPS[step - 1] ?? "";
/** A running number. */
export const running: ValueOf = ({ at }) => 50_000 + at;
/** When it ended, in UTC by its sign. */
export const zulu: ValueOf = ({ end }) => `${isoOf(end).replace(" ", "T")}Z`;
/** The same word for all. */
export const text =
  (word: string): ValueOf =>
  () =>
    word;
