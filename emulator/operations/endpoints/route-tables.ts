import { refusal } from "../../gateway/errors";
import type { Call } from "../../gateway/operation";
import { ownEndpoints } from "../own-objects";

/** A route table leads to a service through one endpoint only. */
export function checkRouteTables(
  call: Call,
  serviceId: string,
  tables: readonly string[],
  ofEndpoint?: string,
): void {
  const used = ownEndpoints(call).filter(
    ({ wire }) => wire.id !== ofEndpoint && wire.endpoint_service_id === serviceId,
  );
  const taken = tables.find((table) => used.some(({ wire }) => wire.routetables?.includes(table)));
  if (taken !== undefined) throw refusal("EndPoint.2039", taken);
}
