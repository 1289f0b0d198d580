import type { WebhookCreated } from "@longhaul/sdk";
import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { useOperationTypes } from "../../api/operation-types.ts";
import { t } from "../../texts/language.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { FaultLine } from "../../ui/fault-line.tsx";
import { useAttempt } from "../../ui/use-attempt.ts";
import { PRIORITIES } from "../operations/priorities.ts";
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
  const { error, isBusy, onSubmit } = useAttempt();
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
    <Dialog title={texts.register} onClose={onClose}>
      <form onSubmit={onSubmit(register)}>
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
        <label class="field">
          <span>{texts.secret}</span>
          <input
            name="secret"
            class="mono"
            autocomplete="off"
            minLength={8}
            value={secret}
            onInput={({ currentTarget }) => setSecret(currentTarget.value)}
          />
          <small>{texts.secretHint}</small>
        </label>
        <FaultLine error={error} />
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            {t.value.shell.cancel}
          </button>
          <button class="button is-primary" disabled={isBusy || events.length === 0}>
            {texts.register}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Several of a few. */
function Checks<T extends string>({
  title,
  all,
  chosen,
  nameOf = (one) => one,
  onChange,
}: {
  readonly title: string;
  readonly all: readonly T[];
  readonly chosen: readonly string[];
  readonly nameOf?: (one: T) => string;
  readonly onChange: (chosen: readonly T[]) => void;
}) {
  return (
    <fieldset class="fieldset">
      <legend>{title}</legend>
      {all.map((one) => (
        <label key={one} class="check">
          <input
            type="checkbox"
            checked={chosen.includes(one)}
            onChange={({ currentTarget }) =>
              onChange(all.filter((other) => (other === one ? currentTarget.checked : chosen.includes(other))))
            }
          />
          {nameOf(one)}
        </label>
      ))}
    </fieldset>
  );
}
