import type { WebhookCreated } from "@longhaul/sdk";
import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { useOperationTypes } from "../../api/operation-types.ts";
import { t } from "../../texts/language.ts";
import { Checks } from "../../ui/checks.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { NameField } from "../../ui/name-field.tsx";
import { PRIORITIES } from "../operations/priorities.ts";
import { SecretField } from "./secret-field.tsx";
import { EVENTS } from "./webhook.ts";

/** Registers an endpoint for events. */
export function RegisterDialog({
  onClose,
  onDone,
}: {
  readonly onClose: () => void;
  readonly onDone: (webhookId: string) => void;
}) {
  const client = useClient();
  const texts = t.value.webhooks;
  const [url, setUrl] = useState("");
  const [name, setName] = useState("");
  const [secret, setSecret] = useState("");
  const [events, setEvents] = useState<readonly string[]>(["operation.completed", "operation.failed"]);
  const types = useOperationTypes().map(({ operationType }) => operationType);
  const [operationTypes, setTypes] = useState<readonly string[]>([]);
  const [priorities, setPriorities] = useState<readonly string[]>([]);
  const [step, setStep] = useState(1);
  const register = async (): Promise<void> => {
    const { webhookId } = await client.transport.json<WebhookCreated>({
      path: "/async/webhooks",
      json: {
        webhookUrl: url.trim(),
        webhookName: name.trim(),
        events,
        filters: {
          ...(operationTypes.length === 0 ? {} : { operationTypes }),
          ...(priorities.length === 0 ? {} : { priorities }),
          minProgressIncrement: step,
        },
        authentication: secret === "" ? { type: "ed25519" } : { type: "hmac-sha256", secret },
      },
    });
    onDone(webhookId);
  };
  return (
    <FormDialog
      title={texts.register}
      action={texts.register}
      isDisabled={events.length === 0}
      submit={register}
      onClose={onClose}
    >
      <label class="field">
        <span>{texts.url}</span>
        <input
          type="url"
          name="url"
          required
          placeholder="https://example.com/hooks/longhaul"
          value={url}
          onInput={({ currentTarget }) => setUrl(currentTarget.value)}
        />
      </label>
      <NameField label={texts.name} value={name} onChange={setName} />
      <Checks title={texts.events} all={EVENTS} chosen={events} onChange={setEvents} />
      {events.includes("operation.progress") && (
        <label class="field">
          <span>{texts.progressStep}</span>
          <input
            type="number"
            min={1}
            max={100}
            required
            value={step}
            onInput={({ currentTarget }) => setStep(currentTarget.valueAsNumber)}
          />
        </label>
      )}
      <details class="more">
        <summary>{texts.only}</summary>
        <Checks title={t.value.operation.type} all={types} chosen={operationTypes} onChange={setTypes} />
        <Checks
          title={t.value.operation.priority}
          all={PRIORITIES}
          chosen={priorities}
          nameOf={(one) => t.value.operations.priority[one]}
          onChange={setPriorities}
        />
      </details>
      <SecretField value={secret} hint={texts.secretHint} onChange={setSecret} />
    </FormDialog>
  );
}
