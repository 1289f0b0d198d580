import { useClient } from "../../api/client.ts";
import { usePolled } from "../../api/use-polled.ts";
import { formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { FaultLine } from "../../ui/fault-line.tsx";
import type { Dataset } from "../datasets/dataset.ts";
import { UploadDrop } from "../datasets/upload-drop.tsx";

/** Chooses an event log of the project, or brings a new one. */
export function DatasetChoice({
  chosen,
  onChoose,
}: {
  readonly chosen: string;
  readonly onChoose: (datasetId: string) => void;
}) {
  const client = useClient();
  const texts = t.value.datasets;
  const { data, error, reload } = usePolled("ready datasets", (signal) =>
    client.transport.json<{ readonly datasets: readonly Dataset[] }>({
      path: "/datasets",
      query: { kind: "log", pageSize: 20 },
      signal,
    }),
  );
  return (
    <>
      <FaultLine error={error} onRetry={reload} />
      {data !== null && data.datasets.length > 0 && (
        <div class="dataset-choice" role="radiogroup" aria-label={texts.title}>
          {data.datasets.map(({ datasetId, name, counts }) => (
            <label key={datasetId} class={chosen === datasetId ? "choice is-chosen" : "choice"}>
              <input type="radio" name="dataset" checked={chosen === datasetId} onChange={() => onChoose(datasetId)} />
              <span>
                <strong>{name}</strong>
                <small>
                  {formatNumber(counts?.events ?? 0)} {texts.events.toLowerCase()} · {formatNumber(counts?.cases ?? 0)}{" "}
                  {texts.cases.toLowerCase()}
                </small>
              </span>
            </label>
          ))}
        </div>
      )}
      <UploadDrop
        onReady={({ datasetId, kind }) => {
          reload();
          if (kind === "log") onChoose(datasetId);
        }}
      />
    </>
  );
}
