import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { usePolled } from "../../api/use-polled.ts";
import { Link } from "../../router/link.tsx";
import { navigate } from "../../router/router.ts";
import { formatBytes, formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { Action } from "../../ui/action.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Facts } from "../../ui/facts.tsx";
import { FaultLine } from "../../ui/fault-line.tsx";
import { PageTitle } from "../../ui/page-title.tsx";
import { Time } from "../../ui/time.tsx";
import { DatasetBadge } from "./dataset-badge.tsx";
import { ROLES, type Dataset } from "./dataset.ts";
import { fileFacts } from "./file-facts.ts";
import { Doubts } from "./preview-panel.tsx";
import { ImportCard } from "./import-card.tsx";
import { RowsPanel } from "./rows-panel.tsx";

/** One dataset: what was found in it, and what was left out. */
export function DatasetScreen({ datasetId }: { readonly datasetId: string }) {
  const client = useClient();
  const texts = t.value.datasets;
  const [isAsking, setAsking] = useState(false);
  const { data, error, reload } = usePolled(datasetId, (signal) =>
    client.transport.json<Dataset>({ path: `/datasets/${encodeURIComponent(datasetId)}`, signal }),
  );
  if (data === null)
    return error === null ? (
      <p class="loading">{t.value.shell.loading}</p>
    ) : (
      <FaultLine error={error} onRetry={reload} />
    );
  const { kind, counts, timeRange, quality, detected } = data;
  const count = (value: number | undefined): string | undefined =>
    value === undefined ? undefined : formatNumber(value);
  return (
    <>
      <nav class="crumbs">
        <Link to="/datasets">{texts.title}</Link>
      </nav>
      <PageTitle title={data.name}>
        <Action permission="datasets" kind="is-danger" onClick={() => setAsking(true)}>
          {texts.delete}
        </Action>
        {data.kind === "log" && (
          <Link to={`/start?dataset=${datasetId}`} class="button is-primary">
            {texts.analyse}
          </Link>
        )}
      </PageTitle>
      <DatasetBadge status={data.status} />
      {data.status === "Importing" && <ImportCard key={data.version} dataset={data} onEnded={reload} />}
      {data.cancellation !== undefined && (
        <section class="notice">
          <p>{texts.upload.cancelled(data.cancellation.cancelledBy)}</p>
          {data.cancellation.reason !== undefined && <p>{data.cancellation.reason}</p>}
        </section>
      )}
      {data.error !== undefined && (
        <section class="notice is-failed">
          <p>{data.error.message}</p>
        </section>
      )}
      <Doubts doubts={detected?.doubts ?? []} />
      <section class="card">
        <Facts
          facts={[
            [texts.kindOfFile, kind === undefined ? undefined : texts.fileKinds[kind]],
            ...fileFacts(detected ?? {}),
            [texts.events, count(counts?.events)],
            [texts.cases, count(counts?.cases)],
            [texts.activities, count(counts?.activities)],
            [texts.leftOut, count(counts?.errorRecords)],
            [texts.quality, quality?.score === undefined ? undefined : `${formatNumber(quality.score)} / 100`],
            [texts.format, data.format],
            [texts.size, data.sizeBytes === undefined ? undefined : formatBytes(data.sizeBytes)],
            [
              texts.period,
              timeRange === undefined ? undefined : (
                <>
                  <Time at={timeRange.start} /> – <Time at={timeRange.end} />
                </>
              ),
            ],
            [texts.reading.encoding, detected?.encoding],
            [texts.reading.delimiter, detected?.delimiter],
            [texts.reading.timestampFormat, detected?.timestampFormat],
            [texts.reading.timezone, detected?.timezone],
          ]}
        />
      </section>
      {kind === "log" && <RowsPanel datasetId={datasetId} totals={quality?.rows} />}
      {data.columns !== undefined && (
        <section class="card">
          <h2>{texts.columns}</h2>
          <div class="grid-scroll" tabIndex={0} role="group" aria-label={texts.columns}>
            <table class="grid">
              <thead>
                <tr>
                  <th scope="col">{texts.column}</th>
                  <th scope="col">{texts.role}</th>
                  <th scope="col">{texts.kind}</th>
                  <th scope="col">{texts.missing}</th>
                </tr>
              </thead>
              <tbody>
                {data.columns.map(({ name, role, type, nulls }) => (
                  <tr key={name}>
                    <td>{name}</td>
                    <td>{roleName(role)}</td>
                    <td>{kindName(type)}</td>
                    <td>{formatNumber(nulls)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      )}
      {isAsking && (
        <Confirm
          title={texts.deleteTitle}
          text={texts.deleteText}
          action={texts.delete}
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            await client.datasets.delete(datasetId);
            navigate("/datasets");
          }}
        />
      )}
    </>
  );
}

/** A role by its name. */
function roleName(role: string | undefined): string {
  const known = ROLES.find((one) => one === role);
  return known === undefined ? (role ?? "") : t.value.datasets.roles[known];
}

/** A kind of values by its name; what the store calls it where the page knows none. */
function kindName(type: string): string {
  return new Map(Object.entries<string>(t.value.datasets.kinds)).get(type) ?? type;
}
