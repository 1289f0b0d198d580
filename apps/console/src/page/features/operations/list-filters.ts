import { query } from "../../router/router.ts";

/** Statuses that are looked at together, as the list's summary counts them. */
export const GROUPS = {
  running: "Initiated,Running",
  completed: "Completed",
  failed: "Failed,Timeout",
  cancelled: "Cancelled",
} as const;

export type Group = keyof typeof GROUPS;

/** Keys of the address that filter the list; they are those of the API. */
const FILTERS = ["status", "operationType", "priority", "dateFrom", "dateTo", "search"] as const;

/** What the address asks the API for. */
export function filtersOfAddress(): Readonly<Record<string, string>> {
  const given = query.value;
  return Object.fromEntries(FILTERS.flatMap((name) => (given.get(name) ? [[name, given.get(name) ?? ""]] : [])));
}

export const groupOf = (status: string | undefined): Group | null =>
  (Object.keys(GROUPS) as Group[]).find((name) => GROUPS[name] === status) ?? null;

const OPEN: ReadonlySet<string> = new Set(["Initiated", "Running", "Pending"]);

/** Whether an operation in this status can still be cancelled. */
export const isOpen = (status: string): boolean => OPEN.has(status);
