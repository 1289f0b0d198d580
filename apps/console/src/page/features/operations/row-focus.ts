/** Links of the rows, in their order. */
const links = (): readonly HTMLElement[] => [...document.querySelectorAll<HTMLElement>(".row-link")];

/** Moves the focus to the next or the previous row; to the first where none has it. */
export function moveFocus(step: 1 | -1): void {
  const all = links();
  const current = all.findIndex((link) => link.closest("tr")?.contains(document.activeElement) === true);
  all[current < 0 ? 0 : Math.min(all.length - 1, Math.max(0, current + step))]?.focus();
}

/** Selects the row that has the focus, or takes it out again. */
export function toggleFocused(): void {
  const row = document.activeElement?.closest("tr");
  row?.querySelector<HTMLInputElement>("input[type=checkbox]")?.click();
}
