import { useState } from "preact/hooks";
import { t } from "../texts/language.ts";
import { Dialog } from "./dialog.tsx";
import { FaultLine } from "./fault-line.tsx";

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
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const confirm = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await onConfirm();
      onClose();
    } catch (err) {
      setError(err);
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      <FaultLine error={error} />
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          {t.value.shell.cancel}
        </button>
        <button type="button" class="button is-danger" disabled={isBusy} onClick={() => void confirm()}>
          {action}
        </button>
      </div>
    </Dialog>
  );
}
