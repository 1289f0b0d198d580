import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { t } from "../../texts/language.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { FaultLine } from "../../ui/fault-line.tsx";
import { useAttempt } from "../../ui/use-attempt.ts";

/** Asks how an operation is to be cancelled, and does it. */
export function CancelDialog({ operationId, onClose }: { readonly operationId: string; readonly onClose: () => void }) {
  const client = useClient();
  const texts = t.value.operation;
  const [reason, setReason] = useState("");
  const [choices, setChoices] = useState({
    preservePartialResults: true,
    forceTermination: false,
    notifyCallbacks: true,
  });
  const { error, isBusy, onSubmit } = useAttempt();
  const cancel = async (): Promise<void> => {
    await client.operations.resume(operationId).cancel({ ...choices, ...(reason === "" ? {} : { reason }) });
    onClose();
  };
  const choice = (name: keyof typeof choices, text: string) => (
    <label class="check">
      <input
        type="checkbox"
        checked={choices[name]}
        onChange={(event) => setChoices({ ...choices, [name]: event.currentTarget.checked })}
      />
      {text}
    </label>
  );
  return (
    <Dialog title={texts.cancelTitle} onClose={onClose}>
      <form onSubmit={onSubmit(cancel)}>
        <p>{texts.cancelText}</p>
        {choice("preservePartialResults", texts.keepPartial)}
        {choice("notifyCallbacks", texts.notify)}
        {choice("forceTermination", texts.force)}
        <label class="field">
          <span>{texts.reason}</span>
          <input value={reason} maxLength={500} onInput={(event) => setReason(event.currentTarget.value)} />
        </label>
        <FaultLine error={error} />
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            {texts.keepIt}
          </button>
          <button class="button is-danger" disabled={isBusy}>
            {texts.cancelIt}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
