import { signal } from "@preact/signals";
import type { ListedOperation } from "@longhaul/contracts";
import type { ComponentChildren } from "preact";
import { formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { Elapsed } from "../../ui/elapsed.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { Time } from "../../ui/time.tsx";

/** Columns that can be shown beside name and status, in their order. */
export const COLUMNS = ["progress", "started", "ended", "duration", "records", "expected", "priority", "id"] as const;
export type Column = (typeof COLUMNS)[number];

const KEY = "longhaul-columns";
const AT_FIRST: readonly Column[] = ["progress", "started", "duration", "records"];

/** Those that the reader has chosen; they are kept in this browser. */
export const chosenColumns = signal<readonly Column[]>(readChosen());

export function showColumn(column: Column, isShown: boolean): void {
  chosenColumns.value = COLUMNS.filter((one) => (one === column ? isShown : chosenColumns.value.includes(one)));
  localStorage.setItem(KEY, chosenColumns.value.join());
}

function readChosen(): readonly Column[] {
  const kept = localStorage.getItem(KEY)?.split(",");
  return kept === undefined ? AT_FIRST : COLUMNS.filter((column) => kept.includes(column));
}

export const classOf = (column: Column): string | undefined =>
  column === "duration" || column === "records" ? "cell-number" : column === "progress" ? "cell-progress" : undefined;

/** What a column shows of an operation. */
export function cellOf(column: Column, operation: ListedOperation): ComponentChildren {
  const { status } = operation;
  switch (column) {
    case "progress":
      return (
        <>
          <ProgressBar percentage={operation.progress} status={status} label={t.value.operations.list.progress} />
          {status === "Running" && operation.currentPhase !== undefined && <small>{operation.currentPhase}</small>}
        </>
      );
    case "started":
      return <Time at={operation.startTime} />;
    case "ended":
      return <Time at={operation.endTime} />;
    case "duration":
      return <Elapsed from={operation.startTime} to={operation.endTime} />;
    case "records":
      return operation.recordsProcessed === undefined ? (
        <span class="none">–</span>
      ) : (
        formatNumber(operation.recordsProcessed)
      );
    case "expected":
      return <Time at={operation.estimatedCompletion} />;
    case "priority":
      return t.value.operations.priority[operation.priority];
    case "id":
      return <code>{operation.operationId}</code>;
  }
}
