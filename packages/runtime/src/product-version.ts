import manifest from "../package.json" with { type: "json" };

/** Version of the service, the same for all its packages. */
export const PRODUCT_VERSION: string = manifest.version;
