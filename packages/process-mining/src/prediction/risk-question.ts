import type { EventAttribute, EventLog } from "@longhaul/event-log";
import type { CaseSpans } from "./case-spans.ts";
import { valueAt } from "./choose-attributes.ts";

/** An event that a case may have or not, predicted for cases under way. */
export type RiskQuestion =
  /** Does the activity occur before the case ends? */
  | { readonly name: "outcome"; readonly kind: "activity"; readonly activity: string }
  /** Does the case end with this value of an attribute? */
  | { readonly name: "outcome"; readonly kind: "attribute"; readonly attribute: EventAttribute; readonly value: string }
  /** Does the case take longer than this? */
  | { readonly name: "overdue"; readonly kind: "duration"; readonly withinHours: number }
  /** Does the case end after its due date: the first that its events name, ms by row of the log, NaN = none? */
  | { readonly name: "overdue"; readonly kind: "dueDate"; readonly dueMs: Float64Array };

/** What is known of a case in the end. */
export interface CaseAnswer {
  readonly happened: boolean;
  /** When that was known first; infinite where it isn't by the end of the log. */
  readonly knownAtMs: number;
}

const UNKNOWN: CaseAnswer = { happened: false, knownAtMs: Number.POSITIVE_INFINITY };
const hourMs = 3_600_000;

/** Answers a question for any case, from the whole log; what isn't known at a time is for the caller to leave out. */
export function createAnswer(log: EventLog, spans: CaseSpans, question: RiskQuestion): (owner: number) => CaseAnswer {
  const logEndMs = spans.end.reduce((latest, ms) => Math.max(latest, ms), Number.NEGATIVE_INFINITY);
  const isOpen = (owner: number): boolean => spans.isOpen[owner] === 1;
  const firstRow = (owner: number): number => log.caseOffsets[owner] ?? 0;
  const behind = (owner: number): number => log.caseOffsets[owner + 1] ?? 0;
  const atEnd = (owner: number, happened: boolean): CaseAnswer =>
    isOpen(owner) ? UNKNOWN : { happened, knownAtMs: spans.end[owner] ?? 0 };
  const byDueDate = (owner: number, dueMs: number): CaseAnswer => {
    if (Number.isNaN(dueMs)) return UNKNOWN;
    const lastKnownMs = isOpen(owner) ? logEndMs : (spans.end[owner] ?? 0);
    return lastKnownMs > dueMs ? { happened: true, knownAtMs: dueMs } : atEnd(owner, false);
  };
  switch (question.kind) {
    case "activity": {
      const activity = log.activities.indexOf(question.activity);
      return (owner) => {
        let nowMs = Number.NEGATIVE_INFINITY;
        for (let row = firstRow(owner); row < behind(owner); row++) {
          nowMs = Math.max(nowMs, log.endMs[row] ?? 0);
          if (log.activity[row] === activity) return { happened: true, knownAtMs: nowMs };
        }
        return atEnd(owner, false);
      };
    }
    case "attribute": {
      const { attribute, value } = question;
      const wanted = attribute.kind === "text" ? attribute.values.indexOf(value) : Number(value);
      return (owner) => {
        for (let row = behind(owner) - 1; row >= firstRow(owner); row--) {
          const found = valueAt(attribute, row);
          if (!Number.isNaN(found)) return atEnd(owner, found === wanted);
        }
        return UNKNOWN;
      };
    }
    case "duration":
      return (owner) => byDueDate(owner, (spans.begin[owner] ?? 0) + question.withinHours * hourMs);
    case "dueDate":
      return (owner) => {
        for (let row = firstRow(owner); row < behind(owner); row++) {
          const dueMs = question.dueMs[row] ?? Number.NaN;
          if (!Number.isNaN(dueMs)) return byDueDate(owner, dueMs);
        }
        return UNKNOWN;
      };
  }
}
