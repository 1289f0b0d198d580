import type { OperationResults } from "@longhaul/contracts";
import { useClient } from "../../api/client.ts";
import { usePolled, type Polled } from "../../api/use-polled.ts";
import { fetchArtifact } from "../../api/fetch-artifact.ts";
import type { Report } from "./report.ts";

/** Fetches the report of a completed analysis; without an id, it fetches nothing. An analysis without discovery has none in its report. */
export function useReport(operationId: string): Polled<Report> {
  const client = useClient();
  return usePolled(operationId, async (signal) => {
    if (operationId === "") return {};
    const { artifacts } = await client.transport.json<OperationResults>({
      path: `/async/operation/${encodeURIComponent(operationId)}/results`,
      signal,
    });
    const report = artifacts.find(({ format, type }) => format === "JSON" && type === "Report");
    return report === undefined ? {} : (JSON.parse(await (await fetchArtifact(report, signal)).text()) as Report);
  });
}
