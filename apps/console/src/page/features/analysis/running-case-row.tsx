import { formatDuration, formatShare } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import type { RunningCase } from "./findings.ts";
import { LookAt } from "./look-at.tsx";
import { Meter } from "./meter.tsx";

/** What the analysis calls the end of a case as a next step. */
const END = "(end of case)";

/** What is predicted of one case that is under way. */
export function RunningCaseRow({
  item,
  has,
  onLookAt,
}: {
  readonly item: RunningCase;
  /** The columns that the table has. */
  readonly has: { readonly remaining: boolean; readonly overdue: boolean; readonly outcome: boolean };
  readonly onLookAt: (caseId: string) => void;
}) {
  const texts = t.value.findings.running;
  const { caseId, lastActivity, nextActivity, probability, remainingTimeSec, atLeastSec, atMostSec } = item;
  const risk = (share: number | undefined) => (share === undefined ? "–" : <Meter share={share} />);
  return (
    <tr>
      <td class="cell-name">
        <LookAt caseId={caseId} onLookAt={onLookAt} />
      </td>
      <td data-label={texts.last}>{lastActivity}</td>
      <td data-label={texts.next}>
        {nextActivity === END ? texts.end : nextActivity} <small>{texts.sure(formatShare(probability))}</small>
      </td>
      {has.remaining && (
        <td class="cell-number" data-label={texts.remaining}>
          {remainingTimeSec === undefined ? "–" : formatDuration(remainingTimeSec)}
          {atLeastSec !== undefined && atMostSec !== undefined && (
            <small class="interval">{texts.interval(formatDuration(atLeastSec), formatDuration(atMostSec))}</small>
          )}
        </td>
      )}
      {has.overdue && (
        <td class="cell-number" data-label={texts.overdue}>
          {risk(item.overdueRisk)}
        </td>
      )}
      {has.outcome && (
        <td class="cell-number" data-label={texts.outcome}>
          {risk(item.outcomeRisk)}
        </td>
      )}
    </tr>
  );
}
