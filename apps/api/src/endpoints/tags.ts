/** What endpoints are grouped by, in the order of the document. */
export const TAGS = {
  Operations: "Start long-running work, follow it, cancel it, retry it from the phase that failed, fetch its results.",
  Live: "Events as they happen, as server-sent events that go on where a client left off.",
  Batches: "Operations that depend on each other, accepted and cancelled as one.",
  Schedules: "Operations and batches that start again and again, by cron expression and time zone.",
  Datasets: "Event logs: uploaded or had from a URL, previewed, read anew with another mapping.",
  Files: "Files of results, by signed addresses that need no token.",
  Webhooks: "Addresses that get events, their deliveries, and how deliveries are signed.",
  "API keys": "Keys that programs use instead of tokens: with permissions, projects, an end, and their last use.",
  Audit: "Who did what, and what became of it: only added to, each entry hashed with the one before.",
  Quotas: "What a tenant and a project may have, and what they have.",
  About: "What a token permits here, and what can be started.",
  Service: "Health, this document, and pages that lead on.",
  Events: "What is posted to webhooks and callbacks.",
} as const;

export type Tag = keyof typeof TAGS;
