import type { Permission } from "@longhaul/contracts";
import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { may } from "../../api/me.ts";
import { t } from "../../texts/language.ts";
import { Checks } from "../../ui/checks.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { NameField } from "../../ui/name-field.tsx";
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
  const [secret, setSecret] = useState<string | null>(null);
  if (secret !== null) return <SecretDialog secret={secret} onClose={onClose} />;
  const create = async (): Promise<void> => {
    const { apiKey } = await client.apiKeys.create({ keyName: name.trim(), permissions, expiresInDays: days });
    setSecret(apiKey ?? null);
  };
  return (
    <FormDialog
      title={texts.new}
      action={texts.create}
      isDisabled={permissions.length === 0}
      submit={create}
      onClose={onClose}
    >
      <NameField label={texts.name} value={name} onChange={setName} />
      <Checks
        title={texts.permissions}
        all={PERMISSIONS.filter(may)}
        chosen={permissions}
        nameOf={(one) => texts.permissionNames[one]}
        onChange={setPermissions}
      />
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
    </FormDialog>
  );
}
