import { acceptUpload } from "./drive-import.ts";
import type { TestApi } from "./use-api.ts";

/** Makes a dataset as an import would leave it. */
export async function readyDataset(api: TestApi, status = "Ready"): Promise<string> {
  const id = await acceptUpload(api);
  await api
    .ctx()
    .fleetDb.query(
      "UPDATE datasets SET status = $2, events = 187250, cases = 9, activities = 4, error_records = 0, error = $3 WHERE id = $1",
      [id, status, status === "Failed" ? { code: "NoEvents", message: "it has no events" } : null],
    );
  return id;
}
