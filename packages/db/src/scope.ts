/** The tenant and project that a request is about. Every query on behalf of a client carries it. */
export interface Scope {
  readonly tenantId: string;
  readonly projectId: string;
}
