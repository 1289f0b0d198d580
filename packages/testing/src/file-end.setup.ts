import { afterAll } from "vitest";
import { cleanUpAll } from "./at-file-end.ts";

// vitest runs this once more for each test file, while modules are loaded once for many. A hook of here is there before every hook
// of the test file, and hence runs after them.
afterAll(cleanUpAll);
