/** Every screen by its path; the first that matches is shown. */
export const ROUTES = [
  "/",
  "/operations",
  "/operations/:id",
  "/compare",
  "/start",
  "/datasets",
  "/datasets/:id",
  "/batches",
  "/batches/:id",
  "/schedules",
  "/schedules/:id",
  "/webhooks",
  "/webhooks/:id",
  "/system",
  "/system/keys",
  "/system/audit",
] as const;

export type Route = (typeof ROUTES)[number];
