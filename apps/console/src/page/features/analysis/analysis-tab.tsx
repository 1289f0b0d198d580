import type { OperationResults } from "@longhaul/contracts";
import { useClient } from "../../api/client.ts";
import { usePolled } from "../../api/use-polled.ts";
import { t } from "../../texts/language.ts";
import { FaultLine } from "../../ui/fault-line.tsx";
import { fetchArtifact } from "../operation/fetch-artifact.ts";
import { Bottlenecks } from "./bottlenecks.tsx";
import { ProcessMap } from "./process-map.tsx";
import type { Report } from "./report.ts";
import { Variants } from "./variants.tsx";

/** An analysis as an analyst reads it: the map, the variants, where time is lost. */
export function AnalysisTab({ operationId }: { readonly operationId: string }) {
  const client = useClient();
  const texts = t.value.analysis;
  const { data, error, reload } = usePolled(operationId, async (signal) => {
    const { artifacts } = await client.transport.json<OperationResults>({
      path: `/async/operation/${encodeURIComponent(operationId)}/results`,
      signal,
    });
    const report = artifacts.find(({ format, type }) => format === "JSON" && type === "Report");
    return report === undefined ? {} : (JSON.parse(await (await fetchArtifact(report, signal)).text()) as Report);
  });
  if (data === null)
    return error === null ? (
      <p class="loading">{t.value.shell.loading}</p>
    ) : (
      <FaultLine error={error} onRetry={reload} />
    );
  const { discovery } = data;
  if (discovery === undefined) return <p class="empty">{texts.none}</p>;
  return (
    <>
      <ProcessMap discovery={discovery} />
      <Variants discovery={discovery} />
      {discovery.bottlenecks !== undefined && <Bottlenecks bottlenecks={discovery.bottlenecks} />}
    </>
  );
}
