import { useRef, useState } from "preact/hooks";
import type { OperationListAnswer } from "@longhaul/contracts";
import { useClient } from "../../api/client.ts";
import { may } from "../../api/me.ts";
import { useOperationTypes } from "../../api/operation-types.ts";
import { usePolled } from "../../api/use-polled.ts";
import { useProjectEvents } from "../../api/use-project-events.ts";
import { useShortcuts } from "../../keyboard/shortcuts.ts";
import { Link } from "../../router/link.tsx";
import { navigate, query } from "../../router/router.ts";
import { t } from "../../texts/language.ts";
import { Action } from "../../ui/action.tsx";
import { FaultLine } from "../../ui/fault-line.tsx";
import { PageTitle } from "../../ui/page-title.tsx";
import { Pager } from "../../ui/pager.tsx";
import { BulkCancel } from "./bulk-cancel.tsx";
import { BulkRetry } from "./bulk-retry.tsx";
import { ColumnChoice } from "./column-choice.tsx";
import { chosenColumns, classOf } from "./columns.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { KeyHelp } from "./key-help.tsx";
import { filtersOfAddress, GROUPS, isOpen } from "./list-filters.ts";
import { OperationRow } from "./operation-row.tsx";
import { moveFocus, toggleFocused } from "./row-focus.ts";

const PAGE_SIZE = 50;
/** Events announce changes at once; polling is for the rest, such as percentages between two events. */
const LOOK_AGAIN_MS = 10_000;
const GATHER_MS = 400;

/** The project's operations, live. */
export function OperationsScreen() {
  const client = useClient();
  const texts = t.value.operations.list;
  const [isLive, setLive] = useState(true);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [dialog, setDialog] = useState<"keys" | "cancel" | "cancelAll" | "retry" | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const filters = filtersOfAddress();
  const page = Math.max(1, Number(query.value.get("page")) || 1);
  const listQuery = { ...filters, page, pageSize: PAGE_SIZE };
  const { data, error, reload } = usePolled(
    JSON.stringify(listQuery),
    (signal) => client.transport.json<OperationListAnswer>({ path: "/async/operations", query: listQuery, signal }),
    { everyMs: isLive ? LOOK_AGAIN_MS : 0 },
  );
  const types = useOperationTypes();
  const gathering = useRef<ReturnType<typeof setTimeout> | null>(null);
  useProjectEvents(isLive, () => {
    gathering.current ??= setTimeout(() => {
      gathering.current = null;
      reload();
    }, GATHER_MS);
  });

  const rows = data?.operations ?? [];
  const cancellable = rows.filter(({ status }) => isOpen(status)).map(({ operationId }) => operationId);
  const chosen = cancellable.filter((id) => selected.has(id));
  const select = (ids: readonly string[], isSelected: boolean): void =>
    setSelected((before) => {
      const next = new Set(before);
      for (const id of ids)
        if (isSelected) next.add(id);
        else next.delete(id);
      return next;
    });

  useShortcuts(
    new Map([
      ["j", () => moveFocus(1)],
      ["k", () => moveFocus(-1)],
      ["x", toggleFocused],
      ["/", () => search.current?.focus()],
      ["n", () => navigate("/start")],
      ["?", () => setDialog("keys")],
    ]),
  );

  const isFiltered = Object.keys(filters).length > 0;
  const isAllSelected =
    filters["status"] === GROUPS.running && data?.hasNextPage === true && chosen.length === cancellable.length;
  const isOfFailed = filters["status"] === GROUPS.failed;
  return (
    <>
      <PageTitle title={texts.title}>
        {chosen.length > 0 && (
          <>
            <span role="status">{texts.selected(chosen.length)}</span>
            <button type="button" class="button is-danger" onClick={() => setDialog("cancel")}>
              {texts.cancelSelected}
            </button>
            {isAllSelected && (
              <button type="button" class="button is-danger" onClick={() => setDialog("cancelAll")}>
                {texts.cancelAll(data?.summary.running ?? 0)}
              </button>
            )}
          </>
        )}
        {isOfFailed && (data?.summary.failed ?? 0) > 0 && (
          <Action permission="operate" onClick={() => setDialog("retry")}>
            {texts.retryAll}
          </Action>
        )}
        <ColumnChoice />
        <button type="button" class="button is-quiet" onClick={() => setDialog("keys")}>
          <kbd>?</kbd>
          <span class="wide-only">{texts.keys}</span>
        </button>
        <button
          type="button"
          class={isLive ? "button live is-live" : "button live"}
          aria-pressed={isLive}
          title={isLive ? texts.pause : texts.resume}
          onClick={() => setLive(!isLive)}
        >
          <span class="live-dot" aria-hidden="true" />
          {isLive ? texts.live : texts.paused}
        </button>
      </PageTitle>
      <FilterBar
        summary={data?.summary ?? null}
        types={types.map(({ operationType }) => operationType)}
        search={search}
      />
      <FaultLine error={error} onRetry={reload} />
      {data === null && error === null && <p class="loading">{t.value.shell.loading}</p>}
      {data !== null && rows.length === 0 && (
        <div class="empty">
          <h2>{isFiltered ? texts.noMatch : texts.empty}</h2>
          {!isFiltered && (
            <>
              <p>{texts.emptyText}</p>
              <Link to="/start" class="button is-primary">
                {t.value.shell.newOperation}
              </Link>
            </>
          )}
        </div>
      )}
      {rows.length > 0 && (
        <table class="table operations">
          <thead>
            <tr>
              {cancellable.length > 0 && may("operate") ? (
                <th class="cell-select">
                  <input
                    type="checkbox"
                    aria-label={texts.selectAll}
                    checked={chosen.length === cancellable.length}
                    onChange={(event) => select(cancellable, event.currentTarget.checked)}
                  />
                </th>
              ) : (
                <td class="cell-select" />
              )}
              <th>{texts.name}</th>
              <th>{texts.state}</th>
              {chosenColumns.value.map((column) => (
                <th key={column} class={classOf(column) === "cell-number" ? "cell-number" : undefined}>
                  {texts.columnNames[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((operation) => (
              <OperationRow
                key={operation.operationId}
                operation={operation}
                isSelected={selected.has(operation.operationId) && isOpen(operation.status)}
                onSelect={may("operate") ? (isSelected) => select([operation.operationId], isSelected) : null}
              />
            ))}
          </tbody>
        </table>
      )}
      {data !== null && <Pager page={page} hasNextPage={data.hasNextPage} />}
      {dialog === "keys" && <KeyHelp onClose={() => setDialog(null)} />}
      {dialog === "retry" && (
        <BulkRetry
          filters={filters}
          count={data?.summary.failed ?? 0}
          isPartial={data?.summary.isPartial ?? false}
          onDone={() => {
            setDialog(null);
            reload();
          }}
        />
      )}
      {(dialog === "cancel" || dialog === "cancelAll") && (
        <BulkCancel
          ids={dialog === "cancel" ? chosen : null}
          filters={filters}
          count={dialog === "cancel" ? chosen.length : (data?.summary.running ?? 0)}
          onDone={() => {
            setDialog(null);
            setSelected(new Set());
            reload();
          }}
        />
      )}
    </>
  );
}
