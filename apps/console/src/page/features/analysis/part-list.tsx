import type { JSX } from "preact";
import type { Texts } from "../../texts/en/en.ts";
import { t } from "../../texts/language.ts";

type PartName = keyof Texts["findings"]["partNames"];

/** Parts of an analysis in their order; what it hasn't is undefined or false. */
export type Parts = Readonly<Partial<Record<PartName, JSX.Element | false | undefined>>>;

const idOf = (name: PartName): string => `analysis-${name}`;

const present = (parts: Parts): readonly (readonly [PartName, JSX.Element])[] =>
  (Object.keys(parts) as PartName[]).flatMap((name) => {
    const part = parts[name];
    return part === undefined || part === false ? [] : [[name, part] as const];
  });

/** Goes to a part, for eyes and for the keyboard. */
export function goToPart(name: PartName): void {
  const part = document.getElementById(idOf(name));
  part?.focus({ preventScroll: true });
  part?.scrollIntoView();
}

/** Where one can go on a long page. */
export function PartLinks({ parts }: { readonly parts: Parts }) {
  const { parts: label, partNames } = t.value.findings;
  return (
    <nav class="part-links" aria-label={label}>
      {present(parts).map(([name]) => (
        <button key={name} type="button" class="button is-quiet" onClick={() => goToPart(name)}>
          {partNames[name]}
        </button>
      ))}
    </nav>
  );
}

/** The parts themselves, one below the other. */
export function PartList({ parts }: { readonly parts: Parts }) {
  return (
    <>
      {present(parts).map(([name, content]) => (
        <div key={name} id={idOf(name)} class="part" tabIndex={-1}>
          {content}
        </div>
      ))}
    </>
  );
}
