import { t } from "../texts/language.ts";
import { Dialog } from "./dialog.tsx";
import { FaultLine } from "./fault-line.tsx";
import { useAttempt } from "./use-attempt.ts";

/** Asks whether something that can't be taken back is to be done, and does it. */
export function Confirm({
  title,
  text,
  action,
  onConfirm,
  onClose,
}: {
  readonly title: string;
  readonly text: string;
  /** What the button says that does it. */
  readonly action: string;
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
}) {
  const { error, isBusy, attempt } = useAttempt();
  const confirm = async (): Promise<void> => {
    await onConfirm();
    onClose();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      <FaultLine error={error} />
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          {t.value.shell.cancel}
        </button>
        <button type="button" class="button is-danger" disabled={isBusy} onClick={() => attempt(confirm)}>
          {action}
        </button>
      </div>
    </Dialog>
  );
}
