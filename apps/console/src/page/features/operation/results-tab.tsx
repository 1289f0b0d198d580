import { useState } from "preact/hooks";
import type { OperationResults } from "@longhaul/contracts";
import { useClient } from "../../api/client.ts";
import { usePolled } from "../../api/use-polled.ts";
import { t } from "../../texts/language.ts";
import { formatNumber } from "../../texts/formats.ts";
import { rateText } from "./rate-text.ts";
import { FaultLine } from "../../ui/fault-line.tsx";
import { Facts } from "../../ui/facts.tsx";
import { Icon } from "../../ui/icon.tsx";
import { saveFile } from "../../ui/save-file.ts";
import { ArtifactList } from "./artifact-list.tsx";
import { KeyFigures } from "./key-figures.tsx";
import { Recommendations } from "./recommendations.tsx";

/** What an operation has found: figures, recommendations, files, and each phase's results. */
export function ResultsTab({ operationId }: { readonly operationId: string }) {
  const client = useClient();
  const texts = t.value.operation.results;
  const [isSaving, setSaving] = useState(false);
  const [saveError, setSaveError] = useState<unknown>(null);
  const { data, error, reload } = usePolled(operationId, (signal) =>
    client.transport.json<OperationResults>({
      path: `/async/operation/${encodeURIComponent(operationId)}/results`,
      query: { format: "detailed" },
      signal,
    }),
  );
  const saveAll = async (): Promise<void> => {
    setSaving(true);
    try {
      saveFile(await client.operations.resume(operationId).archive(), `${operationId}.zip`);
    } catch (err) {
      setSaveError(err);
    }
    setSaving(false);
  };
  if (data === null)
    return (
      <>
        {error === null ? <p class="loading">{t.value.shell.loading}</p> : <FaultLine error={error} onRetry={reload} />}
      </>
    );
  const { resourceUtilization, throughput, efficiency } = data.performance;
  return (
    <>
      {!data.success && <p class="note">{texts.partial}</p>}
      <KeyFigures summary={data.summary} operationType={data.operationType} />
      <Recommendations recommendations={data.recommendations} />
      <section class="card">
        <header class="card-head">
          <h2>{texts.artifacts}</h2>
          <button type="button" class="button" disabled={isSaving} onClick={() => void saveAll()}>
            <Icon name="download" />
            {texts.archive}
          </button>
        </header>
        <FaultLine error={saveError} />
        <ArtifactList artifacts={data.artifacts} />
      </section>
      <section class="card">
        <h2>{texts.performance}</h2>
        <Facts
          facts={[
            [texts.throughput, rateText(throughput)],
            [texts.cost, resourceUtilization.totalCost],
            [texts.peakMemory, resourceUtilization.peakMemoryUsage],
            [texts.efficiency, efficiency === undefined ? undefined : `${formatNumber(efficiency)} %`],
          ]}
        />
      </section>
      <section class="card">
        <h2>{texts.byPhase}</h2>
        {data.phaseResults.map(({ phaseName, results }) => (
          <details key={phaseName} class="phase-results">
            <summary>{phaseName}</summary>
            <pre>{JSON.stringify(results ?? {}, null, 2)}</pre>
          </details>
        ))}
      </section>
    </>
  );
}
