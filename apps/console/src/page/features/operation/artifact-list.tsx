import { useState } from "preact/hooks";
import type { Artifact } from "@longhaul/contracts";
import { t } from "../../texts/language.ts";
import { FaultLine } from "../../ui/fault-line.tsx";
import { Icon } from "../../ui/icon.tsx";
import { saveFile } from "../../ui/save-file.ts";
import { useAttempt } from "../../ui/use-attempt.ts";
import { ArtifactPreview, canPreview } from "./artifact-preview.tsx";
import { fetchArtifact, fileNameOf } from "../../api/fetch-artifact.ts";

/** Files that an operation has made, to look at and to download. */
export function ArtifactList({ artifacts }: { readonly artifacts: readonly Artifact[] }) {
  const texts = t.value.operation.results;
  const [shown, setShown] = useState<Artifact | null>(null);
  const { error, attempt } = useAttempt();
  const save = async (artifact: Artifact): Promise<void> => {
    saveFile(await fetchArtifact(artifact), fileNameOf(artifact));
  };
  return (
    <>
      <FaultLine error={error} />
      <ul class="artifacts">
        {artifacts.map((artifact) => (
          <li key={artifact.downloadUrl}>
            <span class={`file-kind is-${artifact.format.toLowerCase()}`}>{artifact.format}</span>
            <span class="artifact-name">
              <strong>{artifact.name}</strong>
              {artifact.description !== undefined && <small>{artifact.description}</small>}
            </span>
            <small>{artifact.size}</small>
            <span class="artifact-actions">
              {canPreview(artifact) && (
                <button
                  type="button"
                  class="button"
                  aria-label={`${texts.preview}: ${artifact.name} (${artifact.format})`}
                  onClick={() => setShown(artifact)}
                >
                  {texts.preview}
                </button>
              )}
              <button
                type="button"
                class="button"
                aria-label={`${texts.download}: ${artifact.name} (${artifact.format})`}
                title={texts.download}
                onClick={() => attempt(() => save(artifact))}
              >
                <Icon name="download" />
              </button>
            </span>
          </li>
        ))}
      </ul>
      {shown !== null && <ArtifactPreview artifact={shown} onClose={() => setShown(null)} />}
    </>
  );
}
