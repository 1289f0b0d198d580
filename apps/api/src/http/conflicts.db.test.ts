import { expect, it } from "vitest";
import { start } from "../test/drive-operation.ts";
import { readyDataset } from "../test/ready-dataset.ts";
import { useApi, type Answer } from "../test/use-api.ts";

const api = useApi();

const initiated = async (): Promise<string> => (await start(api)).body["operationId"] as string;
const cancelled = async (): Promise<string> => {
  const operationId = await initiated();
  await api.call(`/async/operation/${operationId}/cancel`, { json: {} });
  return operationId;
};
const told = ({ status, headers, body }: Answer): unknown => [
  status,
  (body["error"] as { code: string }).code,
  headers.get("retry-after") !== null,
];

it.each<[string, () => Promise<Answer>]>([
  ["results before the end", async () => api.call(`/async/operation/${await initiated()}/results`)],
  [
    "a retry beside another",
    async () => {
      const operationId = await cancelled();
      await api.call(`/async/operation/${operationId}/retry`, { json: {} });
      return api.call(`/async/operation/${operationId}/retry`, { json: {} });
    },
  ],
  [
    "an operation on a dataset that is being imported",
    async () => {
      const datasetId = await readyDataset(api, "Importing");
      return api.call("/async/operation", {
        json: { operationType: "ProcessMiningAnalysis", operationName: "x", parameters: { datasetId } },
      });
    },
  ],
  [
    "rows of a dataset that is being imported",
    async () => api.call(`/datasets/${await readyDataset(api, "Importing")}/rows?state=rejected`),
  ],
  [
    "the deletion of a dataset in use",
    async () => {
      const datasetId = await readyDataset(api);
      await start(api, {
        operationType: "ProcessMiningAnalysis",
        operationName: "x",
        parameters: { datasetId },
      });
      return api.call(`/datasets/${datasetId}`, { method: "DELETE" });
    },
  ],
])("answers %s with not_yet, and when to ask again", async (_what, ask) => {
  expect(told(await ask())).toEqual([409, "not_yet", true]);
});

it.each<[string, () => Promise<Answer>]>([
  [
    "the cancellation of what has ended",
    async () => {
      const operationId = await initiated();
      await api
        .ctx()
        .fleetDb.query("UPDATE operations SET status = 'Failed', ended_at = now() WHERE id = $1", [operationId]);
      return api.call(`/async/operation/${operationId}/cancel`, { json: {} });
    },
  ],
  ["a retry of what has not ended", async () => api.call(`/async/operation/${await initiated()}/retry`, { json: {} })],
  [
    "rows of a dataset that could not be read",
    async () => api.call(`/datasets/${await readyDataset(api, "Failed")}/rows?state=rejected`),
  ],
])("answers %s with conflict, and no time to wait for", async (_what, ask) => {
  expect(told(await ask())).toEqual([409, "conflict", false]);
});
