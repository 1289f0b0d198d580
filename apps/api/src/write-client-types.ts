// `pnpm sdk:types`: writes the contract's types into the SDK.
import { writeFile } from "node:fs/promises";
import { loadOperationRegistry } from "@longhaul/operations";
import { listEndpoints } from "./list-endpoints.ts";
import { clientTypes } from "./features/openapi/client-types.ts";

const FILE = new URL("../../../packages/sdk/src/generated/contract.ts", import.meta.url);
const registry = await loadOperationRegistry();
await writeFile(FILE, clientTypes(listEndpoints(registry), registry));
