import type { ComponentChild } from "preact";
import { DatasetScreen } from "../features/datasets/dataset-screen.tsx";
import { DatasetsScreen } from "../features/datasets/datasets-screen.tsx";
import { StartScreen } from "../features/start/start-screen.tsx";
import { OperationScreen } from "../features/operation/operation-screen.tsx";
import { OperationsScreen } from "../features/operations/operations-screen.tsx";
import { BatchesScreen } from "../features/batches/batches-screen.tsx";
import { SystemScreen } from "../features/system/system-screen.tsx";
import { WebhookScreen } from "../features/webhooks/webhook-screen.tsx";
import { WebhooksScreen } from "../features/webhooks/webhooks-screen.tsx";
import { lazy } from "../ui/lazy.tsx";
import { matchPath, path } from "../router/router.ts";
import { t } from "../texts/language.ts";

const CompareScreen = lazy(async () => (await import("../features/analysis/compare-screen.tsx")).CompareScreen);
const BatchScreen = lazy(async () => (await import("../features/batches/batch-screen.tsx")).BatchScreen);

/** Screens by their path; the first that matches is shown. */
const SCREENS: readonly (readonly [pattern: string, show: (...ids: string[]) => ComponentChild])[] = [
  ["/", () => <OperationsScreen />],
  ["/operations", () => <OperationsScreen />],
  ["/operations/:id", (id = "") => <OperationScreen key={id} operationId={id} />],
  ["/compare", () => <CompareScreen />],
  ["/start", () => <StartScreen />],
  ["/datasets", () => <DatasetsScreen />],
  ["/datasets/:id", (id = "") => <DatasetScreen key={id} datasetId={id} />],
  ["/webhooks", () => <WebhooksScreen />],
  ["/webhooks/:id", (id = "") => <WebhookScreen key={id} webhookId={id} />],
  ["/batches", () => <BatchesScreen />],
  ["/batches/:id", (id = "") => <BatchScreen key={id} batchId={id} />],
  ["/system", () => <SystemScreen />],
];

export function Screen() {
  for (const [pattern, show] of SCREENS) {
    const ids = matchPath(pattern, path.value);
    if (ids !== null) return <>{show(...ids)}</>;
  }
  return <p class="empty">{t.value.shell.notThere}</p>;
}
