import type { BatchList } from "@longhaul/sdk";
import { useClient } from "../../api/client.ts";
import { usePolled } from "../../api/use-polled.ts";
import { Link } from "../../router/link.tsx";
import { changeQuery, query } from "../../router/router.ts";
import { formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { Elapsed } from "../../ui/elapsed.tsx";
import { FaultLine } from "../../ui/fault-line.tsx";
import { PageTitle } from "../../ui/page-title.tsx";
import { Pager } from "../../ui/pager.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { Time } from "../../ui/time.tsx";

const PAGE_SIZE = 50;
const LOOK_AGAIN_MS = 3_000;
const STATUSES = ["Initiated", "Running", "Completed", "PartiallyCompleted", "Failed", "Cancelled"] as const;

/** The project's batches with how far they are. */
export function BatchesScreen() {
  const client = useClient();
  const texts = t.value.batches;
  const list = t.value.operations.list;
  const page = Math.max(1, Number(query.value.get("page")) || 1);
  const status = STATUSES.find((one) => one === query.value.get("status"));
  const listQuery = { page, pageSize: PAGE_SIZE, ...(status === undefined ? {} : { status }) };
  const { data, error, reload } = usePolled(
    JSON.stringify(listQuery),
    (signal) => client.transport.json<BatchList>({ path: "/async/batches", query: listQuery, signal }),
    { everyMs: LOOK_AGAIN_MS },
  );
  return (
    <>
      <PageTitle title={t.value.shell.batches}>
        <label>
          <span class="visually-hidden">{list.state}</span>
          <select
            value={status ?? ""}
            onChange={({ currentTarget }) => changeQuery({ status: currentTarget.value, page: "" })}
          >
            <option value="">{texts.all}</option>
            {STATUSES.map((one) => (
              <option key={one} value={one}>
                {t.value.operations.status[one]}
              </option>
            ))}
          </select>
        </label>
      </PageTitle>
      <FaultLine error={error} onRetry={reload} />
      {data === null && error === null && <p class="loading">{t.value.shell.loading}</p>}
      {data !== null && data.batches.length === 0 && (
        <div class="empty">
          <h2>{status === undefined ? texts.empty : list.noMatch}</h2>
          {status === undefined && <p>{texts.emptyText}</p>}
        </div>
      )}
      {data !== null && data.batches.length > 0 && (
        <table class="table">
          <thead>
            <tr>
              <th>{list.name}</th>
              <th>{list.state}</th>
              <th>{list.progress}</th>
              <th class="cell-number">{t.value.shell.operations}</th>
              <th>{list.columnNames.started}</th>
              <th>{list.columnNames.duration}</th>
            </tr>
          </thead>
          <tbody>
            {data.batches.map((batch) => (
              <tr key={batch.batchId}>
                <td class="cell-name">
                  <Link to={`/batches/${encodeURIComponent(batch.batchId)}`} class="row-link">
                    {batch.batchName}
                  </Link>
                  <small>{batch.batchId}</small>
                </td>
                <td data-label={list.state}>
                  <StatusBadge status={batch.status} />
                </td>
                <td data-label={list.progress} class="cell-progress">
                  <ProgressBar
                    percentage={batch.progress.percentage}
                    status={batch.status}
                    label={`${list.progress}: ${batch.batchName}`}
                  />
                  {batch.progress.failed > 0 && <small>{texts.failed(batch.progress.failed)}</small>}
                </td>
                <td data-label={t.value.shell.operations} class="cell-number">
                  {formatNumber(batch.totalOperations)}
                </td>
                <td data-label={list.columnNames.started}>
                  <Time at={batch.batchStartTime} />
                </td>
                <td data-label={list.columnNames.duration} class="cell-number">
                  <Elapsed from={batch.batchStartTime} to={batch.batchEndTime} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {data !== null && <Pager page={page} hasNextPage={data.hasNextPage} />}
    </>
  );
}
