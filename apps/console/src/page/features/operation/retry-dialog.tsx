import type { RetryAccepted } from "@longhaul/sdk";
import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { useOperationTypes } from "../../api/operation-types.ts";
import { navigate } from "../../router/router.ts";
import { t } from "../../texts/language.ts";
import { FaultLine } from "../../ui/fault-line.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { SchemaForm, type Values } from "../start/schema-form.tsx";
import { useDetails } from "./use-details.ts";

/** Plans a retry with a dry run, shows what would be kept, and starts it. */
export function RetryDialog({
  operationId,
  operationType,
  onClose,
}: {
  readonly operationId: string;
  readonly operationType: string;
  readonly onClose: () => void;
}) {
  const client = useClient();
  const texts = t.value.operation;
  const [mode, setMode] = useState<"resume" | "restart">("resume");
  const { data: details, error: unknown } = useDetails(operationId, false);
  const schema = useOperationTypes().find((type) => type.operationType === operationType)?.parameters;
  const [cascade, setCascade] = useState(false);
  const [changed, setChanged] = useState<Values | null>(null);
  const [plan, setPlan] = useState<RetryAccepted | null>(null);
  const updatedParameters = details === null || changed === null ? {} : patchOf(details.parameters, changed);
  const how =
    Object.keys(updatedParameters).length === 0
      ? { retryMode: mode }
      : { retryMode: mode, modifyParameters: true, updatedParameters };
  const handle = client.operations.resume(operationId);
  const submit = async (): Promise<void> => {
    if (plan === null) {
      setPlan(await handle.planRetry(how));
      return;
    }
    const { id } = await handle.retry({ ...how, cascade: cascade && details?.batch !== undefined });
    onClose();
    navigate(`/operations/${encodeURIComponent(id)}`);
  };
  return (
    <FormDialog
      title={texts.retryTitle}
      action={plan === null ? texts.plan : texts.startRetry}
      leave={t.value.shell.close}
      submit={submit}
      onClose={onClose}
    >
      <label class="field">
        <span>{texts.retryMode}</span>
        <select
          value={mode}
          onChange={(event) => {
            setMode(event.currentTarget.value === "restart" ? "restart" : "resume");
            setPlan(null);
          }}
        >
          <option value="resume">{texts.resume}</option>
          <option value="restart">{texts.restart}</option>
        </select>
      </label>
      <FaultLine error={unknown} />
      {details !== null && schema !== undefined && (
        <details class="more">
          <summary>{texts.changes}</summary>
          <SchemaForm
            schema={schema}
            values={changed ?? details.parameters}
            leaveOut={[]}
            onChange={(values) => {
              setChanged(values);
              setPlan(null);
            }}
          />
        </details>
      )}
      {details?.batch !== undefined && (
        <label class="check">
          <input
            type="checkbox"
            checked={cascade}
            onChange={({ currentTarget }) => setCascade(currentTarget.checked)}
          />
          {texts.cascade}
        </label>
      )}
      {plan !== null && (
        <div class="plan" role="status">
          <p>
            {texts.planKept(plan.preservedResults.phasesPreserved, plan.preservedResults.progressSaved)}{" "}
            {texts.planFrom(plan.resumeFromPhase)} {texts.planTime(plan.estimatedDuration)}
          </p>
        </div>
      )}
    </FormDialog>
  );
}

/** The JSON Merge Patch that makes `after` of `before`; members are taken as a whole. */
function patchOf(before: Values, after: Values): Record<string, unknown> {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const isSame = (name: string): boolean => JSON.stringify(before[name]) === JSON.stringify(after[name]);
  return Object.fromEntries(names.filter((name) => !isSame(name)).map((name) => [name, after[name] ?? null]));
}
