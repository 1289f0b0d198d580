/**
 * The error text of a redirect: that it isn't followed, and its target's origin. The path is left out, because it may hold a secret.
 * Null for any other answer.
 * @param url the URL of the attempt
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
