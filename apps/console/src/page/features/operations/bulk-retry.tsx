import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { t } from "../../texts/language.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { FaultLine } from "../../ui/fault-line.tsx";

/**
 * Asks whether all failed operations that the filters leave are to be retried, and retries them page by page. Each retry
 * has the dialog's idempotency key, so pressing the button twice retries nothing twice.
 */
export function BulkRetry({
  filters,
  count,
  isPartial,
  onDone,
}: {
  readonly filters: Readonly<Record<string, string>>;
  readonly count: number;
  /** Whether there are more than were counted. */
  readonly isPartial: boolean;
  readonly onDone: () => void;
}) {
  const client = useClient();
  const texts = t.value.operations.list;
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [retried, setRetried] = useState<number | null>(null);
  const [refused, setRefused] = useState(0);
  const [isOver, setOver] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [stop] = useState(() => new AbortController());
  const retryAll = async (): Promise<void> => {
    setRetried(0);
    setError(null);
    try {
      for await (const { newOperationId } of client.operations.retryAll(filters, {
        idempotencyKey,
        signal: stop.signal,
      }))
        if (newOperationId === null) setRefused((before) => before + 1);
        else setRetried((before) => (before ?? 0) + 1);
      setOver(true);
    } catch (err) {
      setError(err);
      setRetried(null);
    }
  };
  const close = (): void => {
    stop.abort();
    onDone();
  };
  return (
    <Dialog title={texts.retryTitle(count, isPartial)} onClose={close}>
      <p>{retried === null ? texts.retryText : texts.retried(retried, refused)}</p>
      {retried !== null && (
        <progress max={Math.max(count, retried + refused)} value={retried + refused} aria-label={texts.progress} />
      )}
      <FaultLine error={error} />
      <div class="dialog-actions">
        <button type="button" class="button" onClick={close}>
          {isOver ? t.value.shell.close : t.value.shell.cancel}
        </button>
        {retried === null && (
          <button type="button" class="button is-primary" onClick={() => void retryAll()}>
            {texts.retryAll}
          </button>
        )}
      </div>
    </Dialog>
  );
}
