import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { t } from "../../texts/language.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";

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
    <FormDialog
      title={texts.cancelTitle}
      action={texts.cancelIt}
      leave={texts.keepIt}
      isDanger
      submit={cancel}
      onClose={onClose}
    >
      <p>{texts.cancelText}</p>
      {choice("preservePartialResults", texts.keepPartial)}
      {choice("notifyCallbacks", texts.notify)}
      {choice("forceTermination", texts.force)}
      <label class="field">
        <span>{texts.reason}</span>
        <input value={reason} maxLength={500} onInput={(event) => setReason(event.currentTarget.value)} />
      </label>
    </FormDialog>
  );
}
