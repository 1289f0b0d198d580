import { changeQuery, query } from "../router/router.ts";

/** Parts of a screen, one of which is shown; which one stands in the address. */
export function Tabs<Name extends string>({
  names,
  label,
  chosen,
}: {
  readonly names: Readonly<Partial<Record<Name, string>>>;
  readonly label: string;
  readonly chosen: Name;
}) {
  return (
    <div class="tabs" role="group" aria-label={label}>
      {(Object.keys(names) as Name[]).map((name) => (
        <button
          key={name}
          type="button"
          class="tab"
          aria-pressed={name === chosen}
          onClick={() => changeQuery({ tab: name })}
        >
          {names[name]}
        </button>
      ))}
    </div>
  );
}

/** The part that the address names, or the first. */
export function chosenTab<Name extends string>(names: Readonly<Partial<Record<Name, string>>>): Name {
  const all = Object.keys(names) as [Name, ...Name[]];
  return all.find((name) => name === query.value.get("tab")) ?? all[0];
}
