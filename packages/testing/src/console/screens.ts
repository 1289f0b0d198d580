/** What a project has whose screens are opened. */
export interface Shown {
  readonly operationId: string;
  readonly otherOperationId: string;
  readonly datasetId: string;
  readonly batchId: string;
  readonly scheduleId: string;
  readonly webhookId: string;
}

interface OpenedScreen {
  readonly path: string;
  /** What is there once the screen has what it shows. */
  readonly shown: string;
}

/** Addresses of each screen, by its route; every route of the console has one. */
export function screensOf(ids: Shown): Readonly<Record<string, readonly OpenedScreen[]>> {
  const operation = `/operations/${ids.operationId}`;
  return {
    "/": [{ path: "/", shown: ".row-link" }],
    "/operations": [
      { path: "/operations", shown: ".row-link" },
      { path: "/operations?search=nothing+of+the+sort", shown: ".empty" },
    ],
    "/operations/:id": [
      { path: operation, shown: ".phases" },
      { path: `${operation}?tab=analysis`, shown: ".case" },
      { path: `${operation}?tab=results`, shown: ".artifacts" },
      { path: `${operation}?tab=log`, shown: ".log" },
      { path: `${operation}?tab=events`, shown: ".events li" },
    ],
    "/compare": [
      { path: "/compare", shown: "select" },
      { path: `/compare?a=${ids.operationId}&b=${ids.otherOperationId}`, shown: ".map-node" },
    ],
    "/start": [{ path: `/start?dataset=${ids.datasetId}`, shown: ".form-grid" }],
    "/datasets": [{ path: "/datasets", shown: "table" }],
    "/datasets/:id": [{ path: `/datasets/${ids.datasetId}`, shown: ".facts" }],
    "/batches": [{ path: "/batches", shown: "table" }],
    "/batches/:id": [{ path: `/batches/${ids.batchId}`, shown: ".batch-graph" }],
    "/schedules": [{ path: "/schedules", shown: "table" }],
    "/schedules/:id": [{ path: `/schedules/${ids.scheduleId}`, shown: ".facts" }],
    "/webhooks": [{ path: "/webhooks", shown: "table" }],
    "/webhooks/:id": [{ path: `/webhooks/${ids.webhookId}`, shown: ".facts" }],
    "/system": [{ path: "/system", shown: ".worker" }],
    "/system/keys": [{ path: "/system/keys", shown: "table" }],
    "/system/audit": [{ path: "/system/audit", shown: "table" }],
  };
}

/** The routes of the console's router. */
export async function readRoutes(): Promise<readonly string[]> {
  const file = new URL("../../../../apps/console/src/page/shell/routes.ts", import.meta.url).href;
  const { ROUTES } = (await import(file)) as { readonly ROUTES: readonly string[] };
  return ROUTES;
}
