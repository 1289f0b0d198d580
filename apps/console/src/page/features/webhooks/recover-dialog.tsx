import type { Recovered } from "@longhaul/sdk";
import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { t } from "../../texts/language.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";

const DAY_MS = 86_400_000;

/** Local time in the format of a `datetime-local` field: `2026-11-28T09:30`. */
const fieldTime = (ms: number): string =>
  new Date(ms - 60_000 * new Date(ms).getTimezoneOffset()).toISOString().slice(0, 16);

/** Dialog that sends the failed deliveries of a period again, for instance after an outage of the receiver. */
export function RecoverDialog({ path, onClose }: { readonly path: string; readonly onClose: () => void }) {
  const client = useClient();
  const texts = t.value.webhooks;
  const [since, setSince] = useState(() => fieldTime(Date.now() - DAY_MS));
  const [until, setUntil] = useState("");
  const [recovered, setRecovered] = useState<number | null>(null);
  const recover = async (): Promise<void> => {
    const moment = (field: string): string => new Date(field).toISOString();
    const { recoveredDeliveries } = await client.transport.json<Recovered>({
      path: `${path}/recover`,
      json: { since: moment(since), ...(until === "" ? {} : { until: moment(until) }) },
    });
    setRecovered(recoveredDeliveries);
  };
  return (
    <FormDialog
      title={texts.recover}
      action={texts.recover}
      leave={recovered === null ? t.value.shell.cancel : t.value.shell.close}
      submit={recover}
      onClose={onClose}
    >
      <p>{texts.recoverText}</p>
      <div class="form-grid">
        <label class="field">
          <span>{t.value.operations.list.from}</span>
          <input
            type="datetime-local"
            required
            value={since}
            onInput={({ currentTarget }) => setSince(currentTarget.value)}
          />
        </label>
        <label class="field">
          <span>{t.value.operations.list.to}</span>
          <input
            type="datetime-local"
            min={since}
            value={until}
            onInput={({ currentTarget }) => setUntil(currentTarget.value)}
          />
          <small>{texts.untilNow}</small>
        </label>
      </div>
      {recovered !== null && <p role="status">{texts.recovered(recovered)}</p>}
    </FormDialog>
  );
}
