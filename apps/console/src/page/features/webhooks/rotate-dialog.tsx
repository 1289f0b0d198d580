import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { t } from "../../texts/language.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { SecretField } from "./secret-field.tsx";

/** Gives a webhook a new secret; the old one signs for another day. */
export function RotateDialog({ path, onClose }: { readonly path: string; readonly onClose: () => void }) {
  const client = useClient();
  const texts = t.value.webhooks;
  const [secret, setSecret] = useState("");
  const rotate = async (): Promise<void> => {
    await client.transport.json({ path: `${path}/rotate-secret`, json: { secret } });
    onClose();
  };
  return (
    <FormDialog title={texts.rotate} action={texts.rotate} submit={rotate} onClose={onClose}>
      <SecretField value={secret} hint={texts.rotateHint} isRequired onChange={setSecret} />
    </FormDialog>
  );
}
