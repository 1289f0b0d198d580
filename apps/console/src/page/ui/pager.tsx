import { changeQuery } from "../router/router.ts";
import { t } from "../texts/language.ts";
import { Icon } from "./icon.tsx";

/** Leads to the pages before and behind one of a list; `page` stands in the address. Nothing where there is one page only. */
export function Pager({ page, hasNextPage }: { readonly page: number; readonly hasNextPage: boolean }) {
  const texts = t.value.operations.list;
  if (page === 1 && !hasNextPage) return null;
  return (
    <nav class="pager" aria-label={texts.page(page)}>
      <button
        type="button"
        class="button"
        disabled={page === 1}
        onClick={() => changeQuery({ page: String(page - 1) })}
      >
        <Icon name="left" />
        {texts.previous}
      </button>
      <span>{texts.page(page)}</span>
      <button
        type="button"
        class="button"
        disabled={!hasNextPage}
        onClick={() => changeQuery({ page: String(page + 1) })}
      >
        {texts.more}
        <Icon name="right" />
      </button>
    </nav>
  );
}
