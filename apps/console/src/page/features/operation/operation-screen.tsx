import { useState } from "preact/hooks";
import type { OperationStatusAnswer } from "@longhaul/contracts";
import { useOperation } from "./use-operation.ts";
import { Link } from "../../router/link.tsx";
import { t } from "../../texts/language.ts";
import { Action } from "../../ui/action.tsx";
import { FaultLine } from "../../ui/fault-line.tsx";
import { lazy } from "../../ui/lazy.tsx";
import { PageTitle } from "../../ui/page-title.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { chosenTab, Tabs } from "../../ui/tabs.tsx";
import { isOpen } from "../operations/list-filters.ts";
import { CancelDialog } from "./cancel-dialog.tsx";
import { EventsTab } from "./events-tab.tsx";
import { LogTab } from "./log-tab.tsx";
import { OverviewTab } from "./overview-tab.tsx";
import { ResultsTab } from "./results-tab.tsx";
import { RetryDialog } from "./retry-dialog.tsx";
import { WaitingNotice } from "./waiting-notice.tsx";

const AnalysisTab = lazy(async () => (await import("../analysis/analysis-tab.tsx")).AnalysisTab);

/** One operation: what it does, what it found, and what can be done about it. */
export function OperationScreen({ operationId }: { readonly operationId: string }) {
  const { operation, error, reload } = useOperation(operationId);
  const texts = t.value.operation;
  const [dialog, setDialog] = useState<"cancel" | "retry" | null>(null);
  if (operation === null)
    return error === null ? (
      <p class="loading">{t.value.shell.loading}</p>
    ) : (
      <FaultLine error={error} onRetry={reload} />
    );
  const { overview, analysis, ...others } = texts.tabs;
  const tabs =
    operation.operationType === "ProcessMiningAnalysis" ? { overview, analysis, ...others } : { overview, ...others };
  const tab = chosenTab<keyof typeof texts.tabs>(tabs);
  const open = isOpen(operation.status);
  return (
    <>
      <nav class="crumbs">
        <Link to="/operations">{t.value.shell.operations}</Link>
      </nav>
      <PageTitle title={operation.operationName}>
        <Action
          permission="operate"
          kind="is-danger"
          hindrance={open ? null : texts.over}
          onClick={() => setDialog("cancel")}
        >
          {texts.cancel}
        </Action>
        <Action
          permission="operate"
          kind="is-primary"
          hindrance={open || operation.status === "Completed" ? texts.notRetryable : null}
          onClick={() => setDialog("retry")}
        >
          {texts.retry}
        </Action>
      </PageTitle>
      <div class="operation-state" role="status">
        <StatusBadge status={operation.status} />
        <span class="soft">{operation.operationType}</span>
        <ProgressBar percentage={operation.progress.percentage} status={operation.status} label={texts.phases} />
      </div>
      <FaultLine error={error} />
      <Notices operation={operation} />
      <Tabs names={tabs} chosen={tab} label={operation.operationName} />
      {tab === "overview" && <OverviewTab operation={operation} />}
      {tab === "analysis" &&
        (open ? <p class="empty">{texts.results.notYet}</p> : <AnalysisTab operationId={operationId} />)}
      {tab === "results" &&
        (open ? <p class="empty">{texts.results.notYet}</p> : <ResultsTab operationId={operationId} />)}
      {tab === "log" && <LogTab operationId={operationId} isRunning={open} />}
      {tab === "events" && <EventsTab operationId={operationId} />}
      {dialog === "cancel" && (
        <CancelDialog
          operationId={operationId}
          onClose={() => {
            setDialog(null);
            reload();
          }}
        />
      )}
      {dialog === "retry" && (
        <RetryDialog
          operationId={operationId}
          operationType={operation.operationType}
          onClose={() => setDialog(null)}
        />
      )}
    </>
  );
}

function Notices({ operation: { waitingFor, error } }: { readonly operation: OperationStatusAnswer }) {
  const texts = t.value.operation;
  return (
    <>
      {waitingFor !== undefined && <WaitingNotice waitingFor={waitingFor} />}
      {error !== undefined && (
        <section class="notice is-failed">
          <h2>{texts.failed}</h2>
          <p>
            {error.message} {error.phase !== undefined && <span class="soft">({texts.inPhase(error.phase)})</span>}
          </p>
          <p>
            <code>{error.code}</code>
          </p>
        </section>
      )}
    </>
  );
}
