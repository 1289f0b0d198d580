import type { ComponentChildren } from "preact";
import { t } from "../texts/language.ts";
import { Dialog } from "./dialog.tsx";
import { FaultLine } from "./fault-line.tsx";
import { useAttempt } from "./use-attempt.ts";

/** A dialog with a form: what was entered is sent once at a time, and what went wrong stands above the buttons. */
export function FormDialog({
  title,
  action,
  leave = t.value.shell.cancel,
  isDanger = false,
  isDisabled = false,
  submit,
  onClose,
  children,
}: {
  readonly title: string;
  /** What the button says that sends. */
  readonly action: string;
  /** What the button says that only closes. */
  readonly leave?: string;
  /** Whether what is done can't be taken back. */
  readonly isDanger?: boolean;
  readonly isDisabled?: boolean;
  readonly submit: () => Promise<void>;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}) {
  const { error, isBusy, onSubmit } = useAttempt();
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={onSubmit(submit)}>
        {children}
        <FaultLine error={error} />
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            {leave}
          </button>
          <button class={`button ${isDanger ? "is-danger" : "is-primary"}`} disabled={isBusy || isDisabled}>
            {action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
