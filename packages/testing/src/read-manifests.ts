import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseAllDocuments } from "yaml";

const FOLDER = fileURLToPath(new URL("../../../apps/deploy/kubernetes", import.meta.url));

/** The manifests for Kubernetes that are shipped, in the order of their files. @throws Error where one isn't YAML */
export const readManifests = (): unknown[] =>
  globSync(`${FOLDER}/*.yaml`).flatMap((path) =>
    parseAllDocuments(readFileSync(path, "utf8")).map((document) => {
      if (document.errors.length > 0) throw new Error(`${path}: ${document.errors[0]?.message}`);
      return document.toJS() as unknown;
    }),
  );
