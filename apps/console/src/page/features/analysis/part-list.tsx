import type { ComponentChildren } from "preact";
import { t } from "../../texts/language.ts";

/** A part of an analysis that one can go to. */
export interface Part {
  readonly name: string;
  readonly title: string;
  readonly content: ComponentChildren;
}

const idOf = (name: string): string => `analysis-${name}`;

/** Goes to a part, for eyes and for the keyboard. */
export function goToPart(name: string): void {
  const part = document.getElementById(idOf(name));
  part?.focus({ preventScroll: true });
  part?.scrollIntoView();
}

/** Where one can go on a long page. */
export function PartLinks({ parts }: { readonly parts: readonly Part[] }) {
  return (
    <nav class="part-links" aria-label={t.value.findings.parts}>
      {parts.map(({ name, title }) => (
        <button key={name} type="button" class="button is-quiet" onClick={() => goToPart(name)}>
          {title}
        </button>
      ))}
    </nav>
  );
}

/** The parts themselves, one below the other. */
export function PartList({ parts }: { readonly parts: readonly Part[] }) {
  return (
    <>
      {parts.map(({ name, content }) => (
        <div key={name} id={idOf(name)} class="part" tabIndex={-1}>
          {content}
        </div>
      ))}
    </>
  );
}
