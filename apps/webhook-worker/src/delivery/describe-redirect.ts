/**
 * What a redirect is told as: that it isn't followed, and the origin that it leads to, which may hold no secret as a
 * path may. Null for any other answer.
 * @param url the one that was posted to
 */
export function describeRedirect(
  answer: { readonly statusCode: number; readonly location?: string | undefined },
  url: string,
): string | null {
  if (answer.statusCode < 300 || answer.statusCode > 399) return null;
  return `the endpoint answered ${answer.statusCode}, a redirect${targetOf(answer.location, url)}; redirects are not followed: give the address that answers itself`;
}

function targetOf(location: string | undefined, url: string): string {
  if (location === undefined || location === "" || !URL.canParse(location, url)) return "";
  const target = new URL(location, url);
  if (target.protocol !== "http:" && target.protocol !== "https:") return "";
  return target.origin === new URL(url).origin ? " to another path of the same origin" : ` to ${target.origin}`;
}
