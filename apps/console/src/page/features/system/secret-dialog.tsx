import { useState } from "preact/hooks";
import { t } from "../../texts/language.ts";
import { Dialog } from "../../ui/dialog.tsx";

/** Shows a new API key. It is the only time that the key is shown. */
export function SecretDialog({ secret, onClose }: { readonly secret: string; readonly onClose: () => void }) {
  const [isCopied, setCopied] = useState(false);
  const { shell, keys } = t.value;
  return (
    <Dialog title={keys.title} onClose={onClose}>
      <p>{keys.secret}</p>
      <pre tabIndex={0}>{secret}</pre>
      <div class="dialog-actions">
        <button
          type="button"
          class="button is-primary"
          onClick={() => void navigator.clipboard.writeText(secret).then(() => setCopied(true))}
        >
          {isCopied ? shell.copied : shell.copy}
        </button>
        <button type="button" class="button" onClick={onClose}>
          {shell.close}
        </button>
      </div>
    </Dialog>
  );
}
