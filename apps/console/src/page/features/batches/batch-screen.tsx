import { useEffect, useState } from "preact/hooks";
import type { BatchAnswer } from "@longhaul/contracts";
import { useClient } from "../../api/client.ts";
import { usePolled } from "../../api/use-polled.ts";
import { Link } from "../../router/link.tsx";
import { formatDuration } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { Action } from "../../ui/action.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Elapsed } from "../../ui/elapsed.tsx";
import { FaultLine } from "../../ui/fault-line.tsx";
import { PageTitle } from "../../ui/page-title.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { BatchGraph } from "./batch-graph.tsx";
import { criticalPathOf } from "./critical-path.ts";
import { dependenciesOf } from "./dependencies-of.ts";
import { RetryBatch } from "./retry-batch.tsx";

const LOOK_AGAIN_MS = 2_000;

/** One batch: its operations as a graph and as a list, live. */
export function BatchScreen({ batchId }: { readonly batchId: string }) {
  const client = useClient();
  const texts = t.value.batches;
  const [isAsking, setAsking] = useState(false);
  const [isOver, setOver] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const { data, error, reload } = usePolled(
    batchId,
    (signal) => client.transport.json<BatchAnswer>({ path: `/async/batch/${encodeURIComponent(batchId)}`, signal }),
    { everyMs: isOver ? 0 : LOOK_AGAIN_MS },
  );
  const hasEnded = data?.batchEndTime !== undefined;
  useEffect(() => setOver(hasEnded), [hasEnded]);
  if (data === null)
    return error === null ? (
      <p class="loading">{t.value.shell.loading}</p>
    ) : (
      <FaultLine error={error} onRetry={reload} />
    );
  const cancel = async (): Promise<void> => {
    try {
      await client.batches.resume(batchId).cancel();
      setAsking(false);
      reload();
    } catch (err) {
      setFault(err);
    }
  };
  const critical = criticalPathOf(data.operations, dependenciesOf(data.operations), Date.now());
  return (
    <>
      <nav class="crumbs">
        <Link to="/batches">{t.value.shell.batches}</Link>
      </nav>
      <PageTitle title={data.batchName}>
        {hasEnded && <RetryBatch operations={data.operations} onDone={reload} />}
        <Action
          permission="operate"
          kind="is-danger"
          hindrance={hasEnded ? t.value.operation.over : null}
          onClick={() => setAsking(true)}
        >
          {t.value.operation.cancel}
        </Action>
      </PageTitle>
      <div class="operation-state" role="status">
        <StatusBadge status={data.status} />
        <ProgressBar
          percentage={data.progress?.percentage ?? 0}
          status={data.status}
          label={t.value.operations.list.progress}
        />
        <span class="soft">
          <Elapsed from={data.batchStartTime} to={data.batchEndTime} />
        </span>
      </div>
      <FaultLine error={error} />
      <BatchGraph operations={data.operations} path={critical.places} />
      {critical.places.length > 1 && (
        <section class="card">
          <h2>{texts.critical}</h2>
          <p>{texts.criticalText(critical.places.length, formatDuration(critical.seconds))}</p>
          <ol class="critical-path">
            {critical.places.map((place) => {
              const operation = data.operations[place];
              return (
                operation !== undefined && (
                  <li key={place}>
                    <Link to={`/operations/${encodeURIComponent(operation.operationId)}`}>
                      {operation.operationName ?? operation.operationKey}
                    </Link>{" "}
                    <StatusBadge status={operation.status} />
                  </li>
                )
              );
            })}
          </ol>
        </section>
      )}
      <table class="table">
        <thead>
          <tr>
            <th>{texts.operation}</th>
            <th>{t.value.operations.list.state}</th>
            <th>{t.value.operations.list.progress}</th>
            <th>{texts.after}</th>
            <th class="cell-number">{t.value.operations.list.columnNames.duration}</th>
          </tr>
        </thead>
        <tbody>
          {data.operations.map((operation) => (
            <tr key={operation.operationKey}>
              <td class="cell-name">
                <Link to={`/operations/${encodeURIComponent(operation.operationId)}`} class="row-link">
                  {operation.operationName ?? operation.operationKey}
                </Link>
                <small>
                  {operation.operationKey} {operation.reason ?? operation.error?.message ?? ""}
                </small>
              </td>
              <td data-label={t.value.operations.list.state}>
                <StatusBadge status={operation.status} />
              </td>
              <td data-label={t.value.operations.list.progress}>
                <ProgressBar
                  percentage={operation.progress ?? 0}
                  status={operation.status}
                  label={operation.operationKey}
                />
              </td>
              <td data-label={texts.after}>{operation.dependencies.join(", ")}</td>
              <td data-label={t.value.operations.list.columnNames.duration} class="cell-number">
                <Elapsed from={operation.startTime} to={operation.endTime} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {isAsking && (
        <Dialog title={texts.cancelTitle} onClose={() => setAsking(false)}>
          <p>{texts.cancelText}</p>
          <FaultLine error={fault} />
          <div class="dialog-actions">
            <button type="button" class="button" onClick={() => setAsking(false)}>
              {t.value.operation.keepIt}
            </button>
            <button type="button" class="button is-danger" onClick={() => void cancel()}>
              {t.value.operation.cancelIt}
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}
