import { useClient } from "../../api/client.ts";
import { usePolled } from "../../api/use-polled.ts";
import { Link } from "../../router/link.tsx";
import { navigate } from "../../router/router.ts";
import { formatBytes, formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { FaultLine } from "../../ui/fault-line.tsx";
import { PageTitle } from "../../ui/page-title.tsx";
import { Time } from "../../ui/time.tsx";
import type { Dataset } from "./dataset.ts";
import { DatasetBadge } from "./dataset-badge.tsx";
import { UploadDrop } from "./upload-drop.tsx";

const LOOK_AGAIN_MS = 5_000;

/** The project's datasets, and where a new one is dropped. */
export function DatasetsScreen() {
  const client = useClient();
  const texts = t.value.datasets;
  const { data, error, reload } = usePolled(
    "datasets",
    (signal) =>
      client.transport.json<{ readonly datasets: readonly Dataset[] }>({
        path: "/datasets",
        query: { pageSize: 100 },
        signal,
      }),
    { everyMs: LOOK_AGAIN_MS },
  );
  return (
    <>
      <PageTitle title={texts.title} />
      <UploadDrop onReady={({ datasetId }) => navigate(`/datasets/${datasetId}`)} />
      <FaultLine error={error} onRetry={reload} />
      {data !== null && data.datasets.length === 0 && <p class="empty">{texts.empty}</p>}
      {data !== null && data.datasets.length > 0 && (
        <table class="table">
          <thead>
            <tr>
              <th>{texts.name}</th>
              <th>{t.value.operations.list.state}</th>
              <th class="cell-number">{texts.events}</th>
              <th class="cell-number">{texts.cases}</th>
              <th class="cell-number">{texts.size}</th>
              <th>{texts.created}</th>
            </tr>
          </thead>
          <tbody>
            {data.datasets.map((dataset) => (
              <tr key={dataset.datasetId}>
                <td class="cell-name">
                  <Link to={`/datasets/${dataset.datasetId}`} class="row-link">
                    {dataset.name}
                  </Link>
                  <small>
                    {dataset.kind === undefined || dataset.kind === "log" ? "" : `${texts.fileKinds[dataset.kind]} · `}
                    {dataset.format ?? dataset.fileName}
                  </small>
                </td>
                <td data-label={t.value.operations.list.state}>
                  <DatasetBadge status={dataset.status} />
                </td>
                <td data-label={texts.events} class="cell-number">
                  {dataset.counts?.events === undefined ? "–" : formatNumber(dataset.counts.events)}
                </td>
                <td data-label={texts.cases} class="cell-number">
                  {dataset.counts?.cases === undefined ? "–" : formatNumber(dataset.counts.cases)}
                </td>
                <td data-label={texts.size} class="cell-number">
                  {dataset.sizeBytes === undefined ? "–" : formatBytes(dataset.sizeBytes)}
                </td>
                <td data-label={texts.created}>
                  <Time at={dataset.dateCreated} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
