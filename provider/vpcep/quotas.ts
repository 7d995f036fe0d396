import type { ApiCall } from "../api/api-call";

/** "Querying Quotas": of both resource types unless the query names one. */
export const getQuotas = (query: Record<string, string | number> = {}): ApiCall => ({
  method: "GET",
  segments: ["quotas"],
  query,
  safety: "read",
  response: "object",
});
