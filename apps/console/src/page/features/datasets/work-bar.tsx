import { formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { Action } from "../../ui/action.tsx";

/** How far a file has come, with a button that cancels it. */
export function WorkBar({
  text,
  share,
  isBusy = false,
  onCancel,
}: {
  /** What is done with the file. */
  readonly text: string;
  /** From 0 to 1. */
  readonly share: number;
  readonly isBusy?: boolean;
  readonly onCancel: () => void;
}) {
  return (
    <div class="work-bar">
      <span role="status">{text}</span>
      <progress max={1} value={share} aria-label={text} />
      <span>{formatNumber(Math.floor(100 * share), 0)} %</span>
      <Action permission="datasets" isBusy={isBusy} onClick={onCancel}>
        {t.value.shell.cancel}
      </Action>
    </div>
  );
}
