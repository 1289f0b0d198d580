import type { Permission } from "@longhaul/contracts";
import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { may } from "../../api/me.ts";
import { t } from "../../texts/language.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { FaultLine } from "../../ui/fault-line.tsx";
import { useAttempt } from "../../ui/use-attempt.ts";
import { SecretDialog } from "./secret-dialog.tsx";

const PERMISSIONS: readonly Permission[] = ["read", "operate", "datasets", "webhooks", "admin", "audit"];
const MOST_DAYS = 366;

/** Makes a key for this project, and shows it once. */
export function NewKeyDialog({ onClose }: { readonly onClose: () => void }) {
  const client = useClient();
  const texts = t.value.keys;
  const [name, setName] = useState("");
  const [days, setDays] = useState(90);
  const [permissions, setPermissions] = useState<readonly Permission[]>(["read"]);
  const { error, isBusy, onSubmit } = useAttempt();
  const [secret, setSecret] = useState<string | null>(null);
  if (secret !== null) return <SecretDialog secret={secret} onClose={onClose} />;
  const create = async (): Promise<void> => {
    const { apiKey } = await client.apiKeys.create({ keyName: name.trim(), permissions, expiresInDays: days });
    setSecret(apiKey ?? null);
  };
  return (
    <Dialog title={texts.new} onClose={onClose}>
      <form onSubmit={onSubmit(create)}>
        <label class="field">
          <span>{texts.name}</span>
          <input
            name="name"
            required
            maxLength={200}
            value={name}
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
        </label>
        <fieldset class="fieldset">
          <legend>{texts.permissions}</legend>
          {PERMISSIONS.filter(may).map((one) => (
            <label key={one} class="check">
              <input
                type="checkbox"
                checked={permissions.includes(one)}
                onChange={({ currentTarget }) =>
                  setPermissions(
                    PERMISSIONS.filter((other) =>
                      other === one ? currentTarget.checked : permissions.includes(other),
                    ),
                  )
                }
              />
              {texts.permissionNames[one]}
            </label>
          ))}
        </fieldset>
        <label class="field">
          <span>{texts.days}</span>
          <input
            type="number"
            required
            min={1}
            max={MOST_DAYS}
            value={days}
            onInput={({ currentTarget }) => setDays(currentTarget.valueAsNumber)}
          />
        </label>
        <FaultLine error={error} />
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            {t.value.shell.cancel}
          </button>
          <button class="button is-primary" disabled={isBusy || permissions.length === 0}>
            {texts.create}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
