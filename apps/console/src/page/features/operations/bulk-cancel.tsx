import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { t } from "../../texts/language.ts";
import { Dialog } from "../../ui/dialog.tsx";

const AT_ONCE = 4;

/** Asks whether so many operations are to be cancelled, cancels them, and tells how that went. */
export function BulkCancel({
  ids: selected,
  onDone,
}: {
  readonly ids: readonly string[];
  readonly onDone: () => void;
}) {
  const client = useClient();
  // Those that were asked about: what is cancelled leaves the live list, and so the selection.
  const [ids] = useState(selected);
  const texts = t.value.operations.list;
  const [done, setDone] = useState<number | null>(null);
  const [failed, setFailed] = useState(0);
  const cancelAll = async (): Promise<void> => {
    const left = [...ids];
    setDone(0);
    const work = async (): Promise<void> => {
      for (let id = left.shift(); id !== undefined; id = left.shift()) {
        try {
          await client.operations.resume(id).cancel();
          setDone((before) => (before ?? 0) + 1);
        } catch {
          // It ended meanwhile, or its project was left.
          setFailed((before) => before + 1);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  };
  const isOver = done !== null && done + failed === ids.length;
  return (
    <Dialog title={texts.cancelTitle(ids.length)} onClose={onDone}>
      <p>{done === null ? texts.cancelText : texts.cancelled(done, failed)}</p>
      {done !== null && <progress max={ids.length} value={done + failed} aria-label={texts.progress} />}
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onDone}>
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
