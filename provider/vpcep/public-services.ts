import type { ListCall } from "../api/pages";

/** "Querying Public VPC Endpoint Services": those of the cloud's operator, open to everyone in the region. */
export const listPublicServices = (query: Record<string, string | number> = {}): ListCall => ({
  method: "GET",
  segments: ["vpc-endpoint-services", "public"],
  query,
  safety: "read",
  response: { list: "endpoint_services", texts: ["id"] },
});
