import type { Choice } from "./choices.ts";
import { wordsOf } from "./choice-bar.tsx";
import { t } from "../../texts/language.ts";

/** Buttons that take cases in or leave them out; short to see, whole to hear. */
export function ChooseButtons({
  choices,
  onChoose,
}: {
  readonly choices: readonly Choice[];
  readonly onChoose: (choice: Choice) => void;
}) {
  const texts = t.value.analysis.choices.short;
  return (
    <span class="choose">
      {choices.map((choice) => (
        <button
          key={JSON.stringify(choice)}
          type="button"
          class="button is-small"
          aria-label={`${texts[choice.kind]}: ${wordsOf(choice)}`}
          title={wordsOf(choice)}
          onClick={() => onChoose(choice)}
        >
          {texts[choice.kind]}
        </button>
      ))}
    </span>
  );
}
