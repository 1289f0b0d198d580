import { t } from "../../texts/language.ts";

/** What the figures of a section mean, one click away; what has no meaning here is left out. */
export function Meanings({
  meanings,
}: {
  readonly meanings: readonly (readonly [name: string, meaning: string | undefined])[];
}) {
  const known = meanings.filter(([, meaning]) => meaning !== undefined);
  return (
    <details class="meanings">
      <summary>{t.value.findings.meanings}</summary>
      <dl>
        {known.map(([name, meaning]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
