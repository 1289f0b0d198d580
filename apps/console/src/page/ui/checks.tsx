/** Several of a few. */
export function Checks<T extends string>({
  title,
  all,
  chosen,
  nameOf = (one) => one,
  onChange,
}: {
  readonly title: string;
  readonly all: readonly T[];
  readonly chosen: readonly string[];
  readonly nameOf?: (one: T) => string;
  readonly onChange: (chosen: readonly T[]) => void;
}) {
  return (
    <fieldset class="fieldset">
      <legend>{title}</legend>
      {all.map((one) => (
        <label key={one} class="check">
          <input
            type="checkbox"
            checked={chosen.includes(one)}
            onChange={({ currentTarget }) =>
              onChange(all.filter((other) => (other === one ? currentTarget.checked : chosen.includes(other))))
            }
          />
          {nameOf(one)}
        </label>
      ))}
    </fieldset>
  );
}
