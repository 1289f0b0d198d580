import type { ComponentChildren } from "preact";
import { t } from "../../texts/language.ts";

/** A way to predict, with how well it did. */
export interface Way {
  readonly name: string;
  readonly text: string;
  /** 0 to 1, as it is drawn. */
  readonly length: number;
  readonly isUsed: boolean;
}

/** The way that is used, beside those that need no model. */
export function PredictionWays({
  title,
  ways,
  children,
}: {
  readonly title: string;
  readonly ways: readonly Way[];
  readonly children: ComponentChildren;
}) {
  const texts = t.value.findings.predictions;
  return (
    <section class="ways">
      <h3>{title}</h3>
      <ol class="bars is-dense">
        {ways.map(({ name, text, length, isUsed }) => (
          <li key={name} class={isUsed ? "is-used" : undefined}>
            <span class="bar-head">
              <span class="bar-name">
                {texts.way(name)} {isUsed && <span class="level is-used">{texts.recommended}</span>}
              </span>
              <strong>{text}</strong>
            </span>
            <span class="bar">
              <span style={{ width: `${Math.min(100, 100 * length)}%` }} />
            </span>
          </li>
        ))}
      </ol>
      {children}
    </section>
  );
}
