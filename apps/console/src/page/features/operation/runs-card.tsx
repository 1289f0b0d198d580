import type { OperationDetails } from "@longhaul/sdk";
import { t } from "../../texts/language.ts";
import { Elapsed } from "../../ui/elapsed.tsx";
import { Time } from "../../ui/time.tsx";

/** Each worker's run of an operation, where it had more than one. */
export function RunsCard({ runs }: { readonly runs: OperationDetails["executions"] }) {
  const texts = t.value.operation;
  const outcomes = { ...t.value.operations.status, ...texts.outcomes };
  if (runs.length < 2) return null;
  return (
    <section class="card">
      <h2>{texts.runs}</h2>
      <table class="table">
        <thead>
          <tr>
            <th>{texts.worker}</th>
            <th>{texts.runStarted}</th>
            <th>{texts.elapsed}</th>
            <th>{texts.outcome}</th>
          </tr>
        </thead>
        <tbody>
          {runs.map(({ executionId, workerNode, startTime, endTime, outcome, error }) => (
            <tr key={executionId}>
              <td class="cell-name">{workerNode}</td>
              <td data-label={texts.runStarted}>{startTime === undefined ? null : <Time at={startTime} />}</td>
              <td data-label={texts.elapsed}>
                {startTime === undefined ? null : <Elapsed from={startTime} to={endTime} />}
              </td>
              <td data-label={texts.outcome}>
                {outcomes[outcome]} {error !== undefined && <small>{error.message}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
