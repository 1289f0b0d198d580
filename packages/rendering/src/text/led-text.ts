/** A text below the question that it answers, where a format sets both alike. */
export function ledText({ lead, text }: { readonly lead?: string; readonly text: string }): string {
  return lead === undefined ? text : `${lead}\n${text}`;
}
