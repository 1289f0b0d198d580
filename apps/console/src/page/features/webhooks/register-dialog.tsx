import type { WebhookCreated } from "@longhaul/sdk";
import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { t } from "../../texts/language.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { FaultLine } from "../../ui/fault-line.tsx";
import { useAttempt } from "../../ui/use-attempt.ts";
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
  const { error, isBusy, onSubmit } = useAttempt();
  const register = async (): Promise<void> => {
    const { webhookId } = await client.transport.json<WebhookCreated>({
      path: "/async/webhooks",
      json: {
        webhookUrl: url.trim(),
        webhookName: name.trim(),
        events,
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
        <fieldset class="fieldset">
          <legend>{texts.events}</legend>
          {EVENTS.map((one) => (
            <label key={one} class="check">
              <input
                type="checkbox"
                checked={events.includes(one)}
                onChange={({ currentTarget }) =>
                  setEvents(EVENTS.filter((other) => (other === one ? currentTarget.checked : events.includes(other))))
                }
              />
              {one}
            </label>
          ))}
        </fieldset>
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
