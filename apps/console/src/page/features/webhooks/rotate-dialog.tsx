import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { t } from "../../texts/language.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { FaultLine } from "../../ui/fault-line.tsx";
import { useAttempt } from "../../ui/use-attempt.ts";

/** Gives a webhook a new secret; the old one signs for another day. */
export function RotateDialog({ path, onClose }: { readonly path: string; readonly onClose: () => void }) {
  const client = useClient();
  const texts = t.value.webhooks;
  const [secret, setSecret] = useState("");
  const { error, isBusy, onSubmit } = useAttempt();
  const rotate = async (): Promise<void> => {
    await client.transport.json({ path: `${path}/rotate-secret`, json: { secret } });
    onClose();
  };
  return (
    <Dialog title={texts.rotate} onClose={onClose}>
      <form onSubmit={onSubmit(rotate)}>
        <label class="field">
          <span>{texts.secret}</span>
          <input
            class="mono"
            autocomplete="off"
            required
            minLength={8}
            value={secret}
            onInput={({ currentTarget }) => setSecret(currentTarget.value)}
          />
          <small>{texts.rotateHint}</small>
        </label>
        <FaultLine error={error} />
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            {t.value.shell.cancel}
          </button>
          <button class="button is-primary" disabled={isBusy}>
            {texts.rotate}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
