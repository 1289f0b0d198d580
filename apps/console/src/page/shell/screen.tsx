import type { ComponentChild } from "preact";
import { DatasetScreen } from "../features/datasets/dataset-screen.tsx";
import { DatasetsScreen } from "../features/datasets/datasets-screen.tsx";
import { StartScreen } from "../features/start/start-screen.tsx";
import { OperationScreen } from "../features/operation/operation-screen.tsx";
import { OperationsScreen } from "../features/operations/operations-screen.tsx";
import { BatchesScreen } from "../features/batches/batches-screen.tsx";
import { WebhookScreen } from "../features/webhooks/webhook-screen.tsx";
import { WebhooksScreen } from "../features/webhooks/webhooks-screen.tsx";
import { lazy } from "../ui/lazy.tsx";
import { matchPath, path } from "../router/router.ts";
import { t } from "../texts/language.ts";
import { ROUTES, type Route } from "./routes.ts";

const CompareScreen = lazy(async () => (await import("../features/analysis/compare-screen.tsx")).CompareScreen);
const SchedulesScreen = lazy(async () => (await import("../features/schedules/schedules-screen.tsx")).SchedulesScreen);
const ScheduleScreen = lazy(async () => (await import("../features/schedules/schedule-screen.tsx")).ScheduleScreen);
const SystemScreen = lazy(async () => (await import("../features/system/system-screen.tsx")).SystemScreen);
const KeysScreen = lazy(async () => (await import("../features/system/keys-screen.tsx")).KeysScreen);
const AuditScreen = lazy(async () => (await import("../features/system/audit-screen.tsx")).AuditScreen);
const BatchScreen = lazy(async () => (await import("../features/batches/batch-screen.tsx")).BatchScreen);

const SCREENS: Readonly<Record<Route, (...ids: string[]) => ComponentChild>> = {
  "/": () => <OperationsScreen />,
  "/operations": () => <OperationsScreen />,
  "/operations/:id": (id = "") => <OperationScreen key={id} operationId={id} />,
  "/compare": () => <CompareScreen />,
  "/start": () => <StartScreen />,
  "/datasets": () => <DatasetsScreen />,
  "/datasets/:id": (id = "") => <DatasetScreen key={id} datasetId={id} />,
  "/batches": () => <BatchesScreen />,
  "/batches/:id": (id = "") => <BatchScreen key={id} batchId={id} />,
  "/schedules": () => <SchedulesScreen />,
  "/schedules/:id": (id = "") => <ScheduleScreen key={id} scheduleId={id} />,
  "/webhooks": () => <WebhooksScreen />,
  "/webhooks/:id": (id = "") => <WebhookScreen key={id} webhookId={id} />,
  "/system": () => <SystemScreen />,
  "/system/keys": () => <KeysScreen />,
  "/system/audit": () => <AuditScreen />,
};

export function Screen() {
  for (const route of ROUTES) {
    const ids = matchPath(route, path.value);
    if (ids !== null) return <>{SCREENS[route](...ids)}</>;
  }
  return <p class="empty">{t.value.shell.notThere}</p>;
}
