import manifest from "../package.json" with { type: "json" };

/** Of the service: all its packages have the same. */
export const PRODUCT_VERSION: string = manifest.version;
