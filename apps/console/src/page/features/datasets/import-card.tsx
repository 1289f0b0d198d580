import { useEffect, useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { t } from "../../texts/language.ts";
import { FaultLine } from "../../ui/fault-line.tsx";
import { useAttempt } from "../../ui/use-attempt.ts";
import type { Dataset } from "./dataset.ts";
import { WorkBar } from "./work-bar.tsx";

/** Follows an import, live; `onEnded` is called when it has ended. */
export function ImportCard({ dataset, onEnded }: { readonly dataset: Dataset; readonly onEnded: () => void }) {
  const client = useClient();
  const { datasetId, version } = dataset;
  const [share, setShare] = useState((dataset.importProgress ?? 0) / 100);
  const [fault, setFault] = useState<unknown>(null);
  const { error, isBusy, attempt } = useAttempt();
  useEffect(() => {
    const stopped = new AbortController();
    const { signal } = stopped;
    const onProgress = ({ importProgress = 0 }: Pick<Dataset, "importProgress">): void =>
      setShare(importProgress / 100);
    client.datasets.ended({ datasetId, version }, { onProgress, signal }).then(onEnded, (err: unknown) => {
      if (!signal.aborted) setFault(err);
    });
    return () => stopped.abort();
  }, [client, datasetId, version]);
  const cancel = async (): Promise<void> => {
    await client.datasets.cancel(datasetId, { version });
  };
  return (
    <section class="card">
      <WorkBar
        text={t.value.datasets.upload.work.import}
        share={share}
        isBusy={isBusy}
        onCancel={() => attempt(cancel)}
      />
      <FaultLine error={error ?? fault} />
    </section>
  );
}
