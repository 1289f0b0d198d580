import { readFileSync } from "node:fs";

interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[];
}

/** Each query of the shipped dashboard for Grafana, with the title of its panel. */
export function readDashboardQueries(): { readonly title: string; readonly expr: string }[] {
  const path = new URL("../../../apps/deploy/grafana/longhaul.json", import.meta.url);
  const { panels } = JSON.parse(readFileSync(path, "utf8")) as Dashboard;
  return panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ title, expr })));
}
