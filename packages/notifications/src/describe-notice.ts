import type { EndStatus, OperationNotice } from "./operation-notice.ts";
import { plainLine } from "./plain-line.ts";

const NAME_LENGTH = 200;
const REASON_LENGTH = 1000;

const ENDS: Readonly<Record<EndStatus, string>> = {
  Completed: "has completed",
  Failed: "has failed",
  Cancelled: "was cancelled",
  Timeout: "has run out of time",
};

/** A notice in words, the same for every channel; each on one line and not escaped. */
export interface NoticeWords {
  readonly name: string;
  /** Name and final status, as a sentence without its full stop. */
  readonly headline: string;
  /** Further facts in order, each a label and a value. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly linkLabel: string;
}

export function describeNotice(notice: OperationNotice): NoticeWords {
  const name = plainLine(notice.operationName, NAME_LENGTH);
  const facts: [string, string | null][] = [
    ["Status", notice.status],
    ["Reason", notice.reason === null ? null : plainLine(notice.reason, REASON_LENGTH)],
    ["Phase", notice.phase === null ? null : plainLine(notice.phase, NAME_LENGTH)],
    ["Type", plainLine(notice.operationType, NAME_LENGTH)],
    ["Started", notice.startedAt === null ? null : timeText(notice.startedAt)],
    ["Ended", timeText(notice.endedAt)],
    ["Duration", notice.duration],
    ["Operation", plainLine(notice.operationId, NAME_LENGTH)],
  ];
  return {
    name,
    headline: `${name} ${ENDS[notice.status]}`,
    facts: facts.flatMap(([label, value]) => (value === null ? [] : [[label, value] as const])),
    linkLabel: notice.status === "Completed" ? "Results" : "Details",
  };
}

function timeText(time: Date): string {
  return `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
