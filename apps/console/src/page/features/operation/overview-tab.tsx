import type { ComponentChildren } from "preact";
import type { OperationStatusAnswer } from "@longhaul/contracts";
import type { OperationDetails } from "@longhaul/sdk";
import { formatNumber } from "../../texts/formats.ts";
import { rateText } from "./rate-text.ts";
import { t } from "../../texts/language.ts";
import { Elapsed } from "../../ui/elapsed.tsx";
import { Facts } from "../../ui/facts.tsx";
import { Time } from "../../ui/time.tsx";
import { Link } from "../../router/link.tsx";
import { FaultLine } from "../../ui/fault-line.tsx";
import { isOpen } from "../operations/list-filters.ts";
import { ParametersCard } from "./parameters-card.tsx";
import { PhaseTimeline } from "./phase-timeline.tsx";
import { RunsCard } from "./runs-card.tsx";
import { UsageCard } from "./usage-card.tsx";
import { useDetails } from "./use-details.ts";

/** What an operation does and has done. */
export function OverviewTab({ operation }: { readonly operation: OperationStatusAnswer }) {
  const texts = t.value.operation;
  const { progress, execution, warnings = [] } = operation;
  const usage = execution?.resourceUsage;
  const lastEnd = operation.phases.findLast(({ endTime }) => endTime !== undefined)?.endTime;
  const isRunning = operation.status === "Running";
  const { data: details, error } = useDetails(operation.operationId, isOpen(operation.status));
  return (
    <>
      <PhaseTimeline operation={operation} />
      {warnings.length > 0 && (
        <section class="card">
          <h2>{texts.warnings}</h2>
          <ul class="plain">
            {warnings.map(({ message, phaseName, time }) => (
              <li key={time + message}>
                <Time at={time} /> {message} {phaseName !== undefined && <small>{texts.inPhase(phaseName)}</small>}
              </li>
            ))}
          </ul>
        </section>
      )}
      <div class="columns">
        <section class="card">
          <h2>{t.value.operation.results.performance}</h2>
          <Facts
            facts={[
              [
                texts.elapsed,
                progress.startTime === undefined ? null : (
                  <Elapsed from={progress.startTime} to={isRunning ? undefined : lastEnd} />
                ),
              ],
              [texts.remaining, isRunning ? progress.estimatedRemaining : undefined],
              [
                texts.records,
                execution?.processedRecords === undefined
                  ? undefined
                  : `${formatNumber(execution.processedRecords)}${execution.totalRecords === undefined ? "" : ` / ${formatNumber(execution.totalRecords)}`}`,
              ],
              [texts.rate, rateText(execution?.processingRate)],
              [texts.worker, execution?.workerNode],
              [texts.cpu, usage?.cpuUsage === undefined ? undefined : `${formatNumber(usage.cpuUsage)} %`],
              [texts.memory, usage?.memoryUsage],
              [texts.disk, usage?.diskUsage],
              [texts.network, usage?.networkIO],
            ]}
          />
        </section>
        <section class="card">
          <h2>{texts.about}</h2>
          <Facts
            facts={[
              [texts.id, <code key="id">{operation.operationId}</code>],
              [texts.type, operation.operationType],
              [texts.priority, t.value.operations.priority[operation.priority]],
              [texts.by, operation.submittedBy],
              [texts.created, <Time key="created" at={operation.dateCreated} />],
              [texts.deadline, operation.timeoutAt === undefined ? null : <Time at={operation.timeoutAt} />],
              [texts.attempt, execution === undefined ? null : <code>{execution.executionId}</code>],
              ...attemptFacts(details),
            ]}
          />
        </section>
      </div>
      <FaultLine error={error} />
      {details !== null && (
        <>
          <UsageCard usage={details.usage} />
          <RunsCard runs={details.executions} />
          <ParametersCard details={details} />
        </>
      )}
    </>
  );
}

const linkTo = (operationId: string) => (
  <Link key={operationId} to={`/operations/${encodeURIComponent(operationId)}`}>
    {operationId}
  </Link>
);

/** Attempts that failed or whose worker was lost, and the other operations of its chain of retries. */
function attemptFacts(details: OperationDetails | null): readonly (readonly [string, ComponentChildren])[] {
  if (details === null) return [];
  const texts = t.value.operation;
  const { attempts, retryOf, retries = [], operationId } = details;
  const others = retries.filter((retry) => retry.operationId !== operationId && retry.operationId !== retryOf);
  return [
    [texts.failedAttempts, attempts.failed === 0 ? null : formatNumber(attempts.failed)],
    [texts.lostWorkers, attempts.workersLost === 0 ? null : formatNumber(attempts.workersLost)],
    [texts.nextAttempt, attempts.next === undefined ? null : <Time at={attempts.next} />],
    [texts.retryOf, retryOf === undefined ? null : linkTo(retryOf)],
    [texts.retries, others.length === 0 ? null : others.map((retry) => linkTo(retry.operationId))],
  ];
}
