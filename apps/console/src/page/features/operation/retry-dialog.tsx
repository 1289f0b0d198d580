import type { RetryAccepted } from "@longhaul/sdk";
import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { navigate } from "../../router/router.ts";
import { t } from "../../texts/language.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { FaultLine } from "../../ui/fault-line.tsx";
import { useAttempt } from "../../ui/use-attempt.ts";

/** Plans a retry with a dry run, shows what would be kept, and starts it. */
export function RetryDialog({ operationId, onClose }: { readonly operationId: string; readonly onClose: () => void }) {
  const client = useClient();
  const texts = t.value.operation;
  const [mode, setMode] = useState<"resume" | "restart">("resume");
  const [changes, setChanges] = useState("");
  const [plan, setPlan] = useState<RetryAccepted | null>(null);
  const { error, isBusy, onSubmit } = useAttempt();
  const parsed = readObject(changes);

  const how =
    parsed === null || changes.trim() === ""
      ? { retryMode: mode }
      : { retryMode: mode, modifyParameters: true, updatedParameters: parsed };
  const handle = client.operations.resume(operationId);
  const submit = async (): Promise<void> => {
    if (parsed === null) return;
    if (plan === null) {
      setPlan(await handle.planRetry(how));
      return;
    }
    const { id } = await handle.retry(how);
    onClose();
    navigate(`/operations/${encodeURIComponent(id)}`);
  };
  const changed = <T,>(set: (value: T) => void, value: T): void => {
    set(value);
    setPlan(null);
  };
  return (
    <Dialog title={texts.retryTitle} onClose={onClose}>
      <form onSubmit={onSubmit(submit)}>
        <label class="field">
          <span>{texts.retryMode}</span>
          <select
            value={mode}
            onChange={(event) => changed(setMode, event.currentTarget.value === "restart" ? "restart" : "resume")}
          >
            <option value="resume">{texts.resume}</option>
            <option value="restart">{texts.restart}</option>
          </select>
        </label>
        <label class="field">
          <span>{texts.changes}</span>
          <textarea
            class="mono"
            rows={3}
            spellcheck={false}
            placeholder='{ "noiseThreshold": 0.1 }'
            value={changes}
            aria-invalid={parsed === null}
            onInput={(event) => changed(setChanges, event.currentTarget.value)}
          />
          {parsed === null && <span class="field-fault">{texts.notJson}</span>}
        </label>
        {plan !== null && (
          <div class="plan" role="status">
            <p>
              {texts.planKept(plan.preservedResults.phasesPreserved, plan.preservedResults.progressSaved)}{" "}
              {texts.planFrom(plan.resumeFromPhase)} {texts.planTime(plan.estimatedDuration)}
            </p>
          </div>
        )}
        <FaultLine error={error} />
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            {t.value.shell.close}
          </button>
          <button class="button is-primary" disabled={isBusy || parsed === null}>
            {plan === null ? texts.plan : texts.startRetry}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** The JSON object that a text writes; an empty one of no text, null of what is none. */
function readObject(text: string): Record<string, unknown> | null {
  if (text.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
