import type { Express } from "express";

/** What the router holds: a route, a nested router or a handler, at a path from where it is mounted. */
interface Layer {
  readonly rawPath: string;
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> };
  readonly handle: { readonly stack?: readonly Layer[] };
}

/** Mounted whole: pages, no API. */
const PAGES: ReadonlySet<string> = new Set(["/admin/queues", "/console"]);

/** Every path that the app really has with its methods in lower case, as `{ "/a/{b}": ["get"] }`. */
export function routesOf(app: Express): Record<string, string[]> {
  const { stack } = app.router as unknown as { stack: readonly Layer[] };
  return Object.fromEntries(walk(stack, ""));
}

function walk(layers: readonly Layer[], prefix: string): [path: string, methods: string[]][] {
  return layers.flatMap(({ rawPath, route, handle }) => {
    const path = `${prefix}${rawPath === "/" ? "" : rawPath}`;
    if (PAGES.has(path)) return [];
    if (route === undefined) return walk(handle.stack ?? [], path);
    // Those that a route doesn't have are answered by its `all`, with 405.
    const methods = Object.keys(route.methods).filter((method) => method !== "_all");
    return [[(path === "" ? "/" : path).replaceAll(/:(\w+)/g, "{$1}"), methods.toSorted()]];
  });
}
