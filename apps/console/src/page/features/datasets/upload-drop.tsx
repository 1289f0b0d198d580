import type { Datasets } from "@longhaul/sdk";
import { useEffect, useRef, useState } from "preact/hooks";
import { may } from "../../api/me.ts";
import { sendForm } from "../../api/send-form.ts";
import { useClient } from "../../api/client.ts";
import { formatBytes } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { FaultLine } from "../../ui/fault-line.tsx";
import { Icon } from "../../ui/icon.tsx";
import type { Dataset, Preview } from "./dataset.ts";
import { PreviewPanel, type Mapping } from "./preview-panel.tsx";
import { WorkBar } from "./work-bar.tsx";

/** Larger files are imported without being looked at first: that would send them twice. */
const MOST_PREVIEWED_BYTES = 200_000_000;

interface Work {
  readonly kind: "preview" | "send" | "import";
  readonly share: number;
  /** Once it is sent. */
  readonly datasetId?: string;
}

/** Takes a file by drop or choice, shows what an import would find, and imports it. */
export function UploadDrop({ onReady }: { readonly onReady: (dataset: Dataset) => void }) {
  const client = useClient();
  const texts = t.value.datasets.upload;
  const [file, setFile] = useState<File | null>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [work, setWork] = useState<Work | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isOver, setOver] = useState(false);
  const stopped = useRef(new AbortController());
  useEffect(() => () => stopped.current.abort(), []);

  const attempt = async (act: (signal: AbortSignal) => Promise<void>): Promise<void> => {
    stopped.current.abort();
    stopped.current = new AbortController();
    const { signal } = stopped.current;
    setError(null);
    try {
      await act(signal);
    } catch (err) {
      if (signal.aborted) return;
      setError(err);
    }
    setWork(null);
  };
  const look = (next: File, mapping: Mapping): Promise<void> =>
    attempt(async (signal) => {
      setWork({ kind: "preview", share: 0 });
      const onSent = (share: number): void => setWork({ kind: "preview", share });
      setPreview(await sendForm<Preview>({ path: "/datasets/preview", form: formOf(next, mapping), signal, onSent }));
    });
  const importIt = (mapping: Mapping): Promise<void> =>
    attempt(async (signal) => {
      if (file === null) return;
      const onSent = (share: number): void => setWork({ kind: "send", share });
      onSent(0);
      const sent = await sendForm<Awaited<ReturnType<Datasets["get"]>>>({
        path: "/datasets",
        form: formOf(file, mapping),
        headers: { prefer: "respond-async" },
        signal,
        onSent,
      });
      const onProgress = ({ importProgress = 0 }: Pick<Dataset, "importProgress">): void =>
        setWork({ kind: "import", share: importProgress / 100, datasetId: sent.datasetId });
      onProgress(sent);
      const dataset = (await client.datasets.ended(sent, { onProgress, signal })) as unknown as Dataset;
      if (dataset.status === "Cancelled") throw new Error(texts.cancelled(dataset.cancellation?.cancelledBy ?? ""));
      if (dataset.status === "Failed") throw new Error(dataset.error?.message ?? texts.failed);
      reset();
      onReady(dataset);
    });
  const cancel = (): void => {
    if (work?.datasetId !== undefined) {
      client.datasets.cancel(work.datasetId).catch(setError);
      return;
    }
    stopped.current.abort();
    setWork(null);
  };
  const reset = (): void => {
    setFile(null);
    setPreview(null);
  };
  const take = (files: FileList | null | undefined): void => {
    const next = files?.[0];
    if (next === undefined || !may("datasets")) return;
    setFile(next);
    setPreview(null);
    if (next.size <= MOST_PREVIEWED_BYTES) void look(next, {});
  };
  return (
    <div class="upload">
      <label
        class={isOver ? "drop is-over" : "drop"}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer?.files);
        }}
      >
        <Icon name="datasets" />
        <span>
          <strong>{file === null ? texts.drop : `${file.name} · ${formatBytes(file.size)}`}</strong>
          <small>{may("datasets") ? texts.formats : t.value.shell.readOnly}</small>
        </span>
        <input
          type="file"
          aria-label={texts.choose}
          disabled={!may("datasets")}
          onChange={(event) => take(event.currentTarget.files)}
        />
      </label>
      {work !== null && <WorkBar text={texts.work[work.kind]} share={work.share} onCancel={cancel} />}
      <FaultLine error={error} />
      {file !== null && preview !== null && (
        <PreviewPanel
          key={JSON.stringify(preview.detected.mapping)}
          preview={preview}
          isBusy={work !== null}
          onLook={(mapping) => void look(file, mapping)}
          onImport={(mapping) => void importIt(mapping)}
        />
      )}
      {file !== null && preview === null && work === null && (
        <div class="dialog-actions">
          <button type="button" class="button is-primary" onClick={() => void importIt({})}>
            {texts.import}
          </button>
        </div>
      )}
    </div>
  );
}

function formOf(file: File, mapping: Mapping): FormData {
  const form = new FormData();
  if (Object.keys(mapping).length > 0) form.set("mapping", JSON.stringify(mapping));
  form.set("file", file, file.name);
  return form;
}
