import { timeText, type CaseEventLine, type CaseLine, type CaseNames } from "@longhaul/domain";

const MS = 1000;

/** A case as `…/cases` lists it. */
export function presentCase(line: CaseLine, names: CaseNames): Record<string, unknown> {
  const [caseId, variant, startMs, durationSec, workingSec, eventCount, events] = line;
  const isTimed = startMs !== null && durationSec !== null;
  return {
    caseId,
    variant,
    ...(isTimed ? { start: momentText(startMs), end: momentText(startMs + MS * durationSec), durationSec } : {}),
    ...(workingSec === null ? {} : { workingSec }),
    eventCount,
    events: events.map((event) => presentEvent(event, startMs, names)),
  };
}

function presentEvent(
  [activity, resource, endMs, eventStartMs]: CaseEventLine,
  caseStartMs: number | null,
  { activities, resources }: CaseNames,
): Record<string, unknown> {
  const isTimed = caseStartMs !== null && endMs !== null;
  const performer = resource < 0 ? undefined : resources[resource];
  return {
    activity: activities[activity] ?? "",
    ...(isTimed && eventStartMs !== undefined ? { start: momentText(caseStartMs + eventStartMs) } : {}),
    ...(isTimed ? { end: momentText(caseStartMs + endMs) } : {}),
    ...(performer === undefined ? {} : { resource: performer }),
  };
}

const momentText = (ms: number): string => timeText(new Date(ms));
