import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { t } from "../../texts/language.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { FaultLine } from "../../ui/fault-line.tsx";

const AT_ONCE = 4;

/** Confirms the cancellation of the selected operations, cancels them, and shows the outcome. */
export function BulkCancel({
  ids: selected,
  filters,
  count: counted,
  onDone,
}: {
  /** Those that were selected; null for all that the filters leave. */
  readonly ids: readonly string[] | null;
  readonly filters: Readonly<Record<string, string>>;
  readonly count: number;
  readonly onDone: () => void;
}) {
  const client = useClient();
  // The operations at the confirmation: cancelled ones leave the live list, and with it the selection.
  const [ids] = useState(selected);
  const [count] = useState(counted);
  const [isOver, setOver] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [stop] = useState(() => new AbortController());
  const texts = t.value.operations.list;
  const [done, setDone] = useState<number | null>(null);
  const [failed, setFailed] = useState(0);
  const cancelAll = async (): Promise<void> => {
    setDone(0);
    setError(null);
    const left = ids === null ? idsOf(client.operations.list({ ...filters, signal: stop.signal })) : ids.values();
    const work = async (): Promise<void> => {
      for await (const id of left) {
        try {
          await client.operations.resume(id).cancel();
          setDone((before) => (before ?? 0) + 1);
        } catch {
          // It ended meanwhile, or its project was left.
          setFailed((before) => before + 1);
        }
      }
    };
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      setOver(true);
    } catch (err) {
      setError(err);
      setDone(null);
    }
  };
  const close = (): void => {
    stop.abort();
    onDone();
  };
  return (
    <Dialog title={texts.cancelTitle(count)} onClose={close}>
      <p>{done === null ? texts.cancelText : texts.cancelled(done, failed)}</p>
      {done !== null && (
        <progress max={Math.max(count, done + failed)} value={done + failed} aria-label={texts.progress} />
      )}
      <FaultLine error={error} />
      <div class="dialog-actions">
        <button type="button" class="button" onClick={close}>
          {isOver ? t.value.shell.close : texts.keep}
        </button>
        {done === null && (
          <button type="button" class="button is-danger" onClick={() => void cancelAll()}>
            {texts.cancelSelected}
          </button>
        )}
      </div>
    </Dialog>
  );
}

async function* idsOf(operations: AsyncIterable<{ readonly operationId: string }>): AsyncGenerator<string> {
  for await (const { operationId } of operations) yield operationId;
}
