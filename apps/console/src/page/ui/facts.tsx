import type { ComponentChildren } from "preact";

/** Facts with their names; what has no value is left out. What a name means opens at a click on it. */
export function Facts({
  facts,
}: {
  readonly facts: readonly (readonly [name: string, value: ComponentChildren, meaning?: string])[];
}) {
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value !== undefined && value !== null && value !== "")
        .map(([name, value, meaning]) => (
          <div key={name}>
            <dt>
              {meaning === undefined ? (
                name
              ) : (
                <details class="meaning">
                  <summary>{name}</summary>
                  <p>{meaning}</p>
                </details>
              )}
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
