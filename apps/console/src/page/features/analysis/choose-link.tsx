import { t } from "../../texts/language.ts";
import { wordsOf } from "./choice-bar.tsx";
import type { Choice } from "./choices.ts";

/** A button that makes choices which hold together. Where its place says what it chooses it is short to see, and whole to hear. */
export function ChooseLink({
  choices,
  isShort,
  onChoose,
}: {
  readonly choices: readonly Choice[];
  readonly isShort: boolean;
  readonly onChoose: (choice: Choice) => void;
}) {
  const words = choices.map(wordsOf).join(t.value.findings.causes.and);
  return (
    <button
      type="button"
      class="button is-small is-choice"
      title={words}
      aria-label={t.value.findings.only(words)}
      onClick={() => choices.forEach(onChoose)}
    >
      {isShort ? t.value.analysis.choices.short.attribute : words}
    </button>
  );
}
