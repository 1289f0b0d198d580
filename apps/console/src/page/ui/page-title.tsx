import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../texts/language.ts";

/** The head of a screen, which names the browser's tab too. */
export function PageTitle({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) {
  useEffect(() => {
    document.title = `${title} · ${t.value.shell.product}`;
  }, [title]);
  return (
    <header class="page-head">
      <h1>{title}</h1>
      <div class="page-actions">{children}</div>
    </header>
  );
}
