import { t } from "../../texts/language.ts";

/** A case's id, which leads to the case with all its events. */
export function LookAt({ caseId, onLookAt }: { readonly caseId: string; readonly onLookAt: (caseId: string) => void }) {
  return (
    <button
      type="button"
      class="link-button"
      aria-label={t.value.findings.lookAt(caseId)}
      onClick={() => onLookAt(caseId)}
    >
      {caseId}
    </button>
  );
}
