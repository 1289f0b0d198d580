import type { ListPage, OperationFilter } from "./operation-filter.ts";
import type { Scope } from "../scope.ts";

/** What is searched for, and by what else it is filtered. */
export type SearchFilter = OperationFilter & { readonly search: string };

/** What follows FROM, for the operations of a page that have words. */
export function searchRows(
  scope: Scope,
  filter: SearchFilter,
  page: ListPage,
  bind: (value: unknown) => string,
): string {
  const statuses = filter.statuses ?? (filter.pending === true ? [] : null);
  const given = [
    scope.tenantId,
    scope.projectId,
    filter.search,
    filter.types ?? null,
    filter.priorities ?? null,
    statuses,
    filter.pending ?? false,
    filter.from ?? "-infinity",
    filter.before ?? "infinity",
    page.after?.createdAt ?? "infinity",
    page.after?.id ?? null,
    page.offset,
    page.size + 1,
  ];
  return `search_operations(${given.map(bind).join(", ")}) f JOIN operations o ON o.id = f.operation_id
    ORDER BY f.created_at DESC, f.operation_id DESC`;
}
