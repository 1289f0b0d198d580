import type { Artifact } from "@longhaul/contracts";
import type { ComponentChild } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { usePolled } from "../../api/use-polled.ts";
import { t } from "../../texts/language.ts";
import { FaultLine } from "../../ui/fault-line.tsx";
import { Icon } from "../../ui/icon.tsx";
import { parseCsv } from "./parse-csv.ts";
import { fetchArtifact } from "../../api/fetch-artifact.ts";

const MOST_ROWS = 500;
const MOST_TEXT = 400_000;

type Kind = "image" | "pdf" | "csv" | "text";

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ["SVG", "image"],
  ["PNG", "image"],
  ["PDF", "pdf"],
  ["CSV", "csv"],
  ["JSON", "text"],
  ["BPMN", "text"],
  ["PNML", "text"],
  ["DOT", "text"],
  ["XES", "text"],
]);

const MEDIA_TYPES: ReadonlyMap<string, string> = new Map([
  ["SVG", "image/svg+xml"],
  ["PNG", "image/png"],
  ["PDF", "application/pdf"],
]);

const kindOf = ({ format }: Artifact): Kind | undefined => KINDS.get(format.toUpperCase());

export const canPreview = (artifact: Artifact): boolean => kindOf(artifact) !== undefined;

/** Shows a file over the page. What a customer wrote is only ever text, or an image in which no script runs. */
export function ArtifactPreview({ artifact, onClose }: { readonly artifact: Artifact; readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const { data, error, reload } = usePolled(artifact.downloadUrl, (signal) => fetchArtifact(artifact, signal));
  return (
    <dialog ref={dialog} class="preview" aria-labelledby="preview-title" onClose={onClose}>
      <header>
        <h2 id="preview-title">{artifact.name}</h2>
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          <Icon name="close" />
          {t.value.shell.close}
        </button>
      </header>
      <div class="preview-body" tabIndex={0} role="group" aria-label={artifact.name}>
        <FaultLine error={error} onRetry={reload} />
        {data === null ? (
          error === null && <p class="loading">{t.value.shell.loading}</p>
        ) : (
          <Content artifact={artifact} content={data} />
        )}
      </div>
    </dialog>
  );
}

function Content({ artifact, content }: { readonly artifact: Artifact; readonly content: Blob }): ComponentChild {
  const kind = kindOf(artifact);
  if (kind === "csv") return <CsvTable content={content} />;
  if (kind === "text") return <PlainText content={content} isJson={artifact.format.toUpperCase() === "JSON"} />;
  return <Picture artifact={artifact} content={content} isPdf={kind === "pdf"} />;
}

function Picture({
  artifact,
  content,
  isPdf,
}: {
  readonly artifact: Artifact;
  readonly content: Blob;
  readonly isPdf: boolean;
}) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const type = MEDIA_TYPES.get(artifact.format.toUpperCase()) ?? "application/octet-stream";
    const made = URL.createObjectURL(content.slice(0, content.size, type));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [artifact, content]);
  if (url === null) return null;
  return isPdf ? (
    <iframe class="preview-pdf" src={url} title={artifact.name} />
  ) : (
    <img class="preview-image" src={url} alt={artifact.description ?? artifact.name} />
  );
}

function useText(content: Blob): string | null {
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    void content.text().then(setText);
  }, [content]);
  return text;
}

function PlainText({ content, isJson }: { readonly content: Blob; readonly isJson: boolean }) {
  const text = useText(content);
  if (text === null) return null;
  if (text.length > MOST_TEXT) return <p class="soft">{t.value.operation.results.tooLarge}</p>;
  return <pre class="preview-text">{isJson ? prettyJson(text) : text}</pre>;
}

function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function CsvTable({ content }: { readonly content: Blob }) {
  const text = useText(content);
  if (text === null) return null;
  const [head = [], ...rows] = parseCsv(text);
  return (
    <>
      {rows.length > MOST_ROWS && <p class="soft">{t.value.operation.results.cut(MOST_ROWS, rows.length)}</p>}
      <table class="grid">
        <thead>
          <tr>
            {head.map((name, idx) => (
              <th key={idx} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_ROWS).map((row, idx) => (
            <tr key={idx}>
              {row.map((cell, column) => (
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
