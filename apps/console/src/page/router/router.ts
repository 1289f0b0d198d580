import { computed, signal } from "@preact/signals";

// Not written inside `new URL(…)`: the bundler would take it for a file to bundle.
const script = import.meta.url;

/** Where the console is served, such as `https://host/path/console/`: scripts lie in a folder of it. */
export const consoleUrl = new URL("../", script);

/** Where the API is served. */
export const serviceUrl = new URL("../", consoleUrl);

/** What the address bar says, below the console: `/operations?status=Running`. */
const address = signal(readAddress());

function readAddress(): { readonly path: string; readonly query: string } {
  const { pathname, search } = globalThis.location;
  const below = pathname.startsWith(consoleUrl.pathname) ? pathname.slice(consoleUrl.pathname.length) : "";
  return { path: `/${below}`, query: search };
}

globalThis.addEventListener("popstate", () => (address.value = readAddress()));

export const path = computed(() => address.value.path);
export const query = computed(() => new URLSearchParams(address.value.query));

/** The address of a path below the console, for links. No path leads to another server. */
export const hrefOf = (to: string): string => new URL(`./${to.replace(/^\//, "")}`, consoleUrl).href;

/** Shows another screen. @param options.replace leaves no way back to this one */
export function navigate(to: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  const isNewScreen = to.split("?")[0] !== path.value;
  if (replace) history.replaceState(null, "", hrefOf(to));
  else history.pushState(null, "", hrefOf(to));
  address.value = readAddress();
  if (isNewScreen) scrollTo(0, 0);
}

/** Changes the query of this screen; an empty value takes its key away. */
export function changeQuery(changes: Readonly<Record<string, string>>): void {
  const next = new URLSearchParams(query.value);
  for (const [name, value] of Object.entries(changes)) {
    if (value === "") next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  navigate(text === "" ? path.value : `${path.value}?${text}`, { replace: true });
}

/** Parts of the path that stand for `:name` in a pattern such as `/operations/:id`; null when the path is another one. */
export function matchPath(pattern: string, actual: string): readonly string[] | null {
  const [wanted, given] = [pattern, actual].map((text) => text.split("/").filter((part) => part !== ""));
  if (wanted === undefined || given === undefined || wanted.length !== given.length) return null;
  const found: string[] = [];
  for (const [idx, part] of wanted.entries()) {
    const other = given[idx] ?? "";
    if (part.startsWith(":")) found.push(safeDecode(other));
    else if (part !== other) return null;
  }
  return found;
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
