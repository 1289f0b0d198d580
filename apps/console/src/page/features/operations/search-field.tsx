import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { changeQuery, navigate, query } from "../../router/router.ts";
import { t } from "../../texts/language.ts";
import { Icon } from "../../ui/icon.tsx";

/** Wait after the last key, so that not every letter is a request. */
const PAUSE_MS = 200;
const WORD = /[\p{L}\p{N}]/u;

/** Words to search operations for, in the address when the reader pauses; an id and Enter open it. */
export function SearchField({ search }: { readonly search: RefObject<HTMLInputElement | null> }) {
  const texts = t.value.operations.list;
  const searched = query.value.get("search") ?? "";
  const [text, setText] = useState(searched);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    setText((before) => (before.trim() === searched ? before : searched));
  }, [searched]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const take = (next: string): void => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => changeQuery({ search: WORD.test(next) ? next.trim() : "", page: "" }), PAUSE_MS);
  };
  return (
    <label class="search">
      <Icon name="search" />
      <span class="visually-hidden">{texts.search}</span>
      <input
        ref={search}
        type="search"
        placeholder={texts.search}
        maxLength={200}
        value={text}
        onInput={(event) => take(event.currentTarget.value)}
        onKeyDown={(event) => {
          const id = event.currentTarget.value.trim();
          if (event.key === "Enter" && id.startsWith("op-")) navigate(`/operations/${encodeURIComponent(id)}`);
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
    </label>
  );
}
