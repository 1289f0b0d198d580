import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SETTING_NAMES } from "@longhaul/runtime";
import { describe, expect, it } from "vitest";
import { readManifests } from "./read-manifests.ts";

const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));

interface Container {
  readonly image: string;
  readonly command: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
  readonly securityContext: object;
  readonly resources: { readonly limits: { readonly memory: string } };
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
}
interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}
interface Pod {
  readonly automountServiceAccountToken: boolean;
  readonly securityContext: { readonly runAsNonRoot: boolean };
  readonly containers: readonly Container[];
  readonly volumes: readonly {
    readonly name: string;
    readonly secret?: { readonly items: readonly { readonly key: string; readonly path: string }[] };
  }[];
}
interface Labels {
  readonly matchLabels: Readonly<Record<string, string>>;
}
interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec: {
    readonly selector?: Labels;
    readonly podSelector?: Labels;
    readonly scaleTargetRef?: { readonly name: string };
    readonly template?: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: Pod;
    };
  };
}

const manifests = readManifests() as Manifest[];
const pods = manifests.flatMap(({ kind, metadata: { name }, spec }) =>
  spec?.template === undefined ? [] : [{ kind, name, labels: spec.template.metadata.labels, pod: spec.template.spec }],
);
const known: ReadonlySet<string> = new Set(SETTING_NAMES);

describe("the manifests for Kubernetes", () => {
  it("run each process of the product, and bring the database up to date first", () => {
    expect(pods.map(({ kind, name }) => `${kind} ${name}`).toSorted()).toEqual([
      "Deployment api",
      "Deployment operations-worker",
      "Deployment webhook-worker",
      "Job migrate",
    ]);
  });

  it.each(pods)("give $name a program that is there, settings that it may have, and no rights", ({ pod }) => {
    expect(pod).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true } });
    for (const container of pod.containers) {
      const [program, path = ""] = container.command;
      expect([program, existsSync(join(PROJECT, path))]).toEqual(["node", true]);
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
      expect(container.resources.limits.memory).toMatch(/^\d+[MG]i$/);
      const names = (container.env ?? []).map(({ name }) => name);
      expect(names.filter((name) => !known.has(name) && !known.has(name.replace(/_FILE$/, "")))).toEqual([]);
      const mounted = container.volumeMounts.map(({ name }) => name);
      expect(mounted.toSorted()).toEqual(pod.volumes.map(({ name }) => name).toSorted());
    }
  });

  it.each(pods)("give $name the files that its settings name, and no other secret", ({ pod }) => {
    for (const { env = [], volumeMounts } of pod.containers) {
      const folder = volumeMounts.find(({ name }) => name === "secrets")?.mountPath;
      const given = pod.volumes.flatMap(({ secret }) => secret?.items ?? []);
      const wanted = env.filter(({ name }) => name.endsWith("_FILE"));
      expect(given.map(({ path }) => `${folder}/${path}`).toSorted()).toEqual(
        wanted.map(({ value }) => value).toSorted(),
      );
      expect(wanted.map(({ name }) => name)).toEqual(given.map(({ key }) => `${key}_FILE`));
      // A secret in the clear would stand in everybody's copy of the manifest.
      expect(env.filter(({ name }) => /(?:SECRET|PASSWORD|DATABASE_URL|REDIS_URL|KEY)$/.test(name))).toEqual([]);
    }
  });

  it.each(pods.filter(({ kind }) => kind === "Deployment"))(
    "ask $name how it is at the port that it serves",
    ({ pod }) => {
      for (const { startupProbe, livenessProbe, readinessProbe, ports = [], env = [] } of pod.containers) {
        const serving = [startupProbe, livenessProbe, readinessProbe].map((probe) => probe?.httpGet);
        expect(serving.map((probe) => [probe?.path, probe?.port])).toEqual([
          ["/healthz", "health"],
          ["/healthz", "health"],
          ["/readyz", "health"],
        ]);
        const health = ports.find(({ name }) => name === "health")?.containerPort;
        expect(env.find(({ name }) => name === "HEALTH_PORT")?.value).toBe(String(health));
      }
    },
  );

  it("name nothing that isn't there", () => {
    const selectors = manifests.flatMap(({ kind, metadata, spec }) => {
      const labels = spec?.podSelector?.matchLabels ?? spec?.selector?.matchLabels;
      return labels === undefined ? [] : [{ what: `${kind} ${metadata.name}`, labels: Object.entries(labels) }];
    });
    const idle = selectors.filter(
      ({ labels }) => !pods.some((pod) => labels.every(([key, value]) => pod.labels[key] === value)),
    );
    expect([selectors.length > 6, idle]).toEqual([true, []]);
    const scaled = manifests.flatMap(({ spec }) => spec?.scaleTargetRef?.name ?? []);
    expect(scaled).toEqual(["operations-worker"]);
    const settings = manifests
      .filter(({ kind }) => kind === "ConfigMap")
      .flatMap(({ data }) => Object.keys(data ?? {}));
    expect(settings.filter((name) => !known.has(name))).toEqual([]);
  });
});
